package dev.codex.examples.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a program finds when it is started.
 *
 * @param environment its variables
 * @param directory where it was started; absolute
 * @param input standard input, with what is at the other end
 * @param out for results only
 * @param err for everything a person may want to see
 */
record Surroundings(
    Map<String, String> environment,
    Path directory,
    InputStream input,
    StandardInput.Kind inputKind,
    PrintStream out,
    PrintStream err) {

  /** Those of this JVM; the launcher says in a property whether a person is typing. */
  static Surroundings fromEnvironment() {
    boolean terminal = System.getProperty("codex.stdin", "").equals("terminal");
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        System.in,
        terminal ? StandardInput.Kind.TERMINAL : StandardInput.Kind.PIPE,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err));
  }

  /** Those of code in a shell, which shows what is printed the usual way and has its own input. */
  static Surroundings ofShell() {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        InputStream.nullInputStream(),
        StandardInput.Kind.PIPE,
        System.out,
        System.err);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Codex's folder: {@code CODEX_HOME}, else {@code ~/.codex}. */
  Path home() {
    String named = environment.getOrDefault("CODEX_HOME", "");
    return named.isBlank()
        ? Path.of(environment.getOrDefault("HOME", directory.toString()), ".codex")
        : directory.resolve(named);
  }

  /** The variable, or nothing if it is not set or blank. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
