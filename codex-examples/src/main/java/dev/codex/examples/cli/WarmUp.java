package dev.codex.examples.cli;

import dev.codex.examples.demo.StandInServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Does once, and shows nobody, what a run does, so that the JVM can write down which classes it
 * needed and start faster from then on.
 */
final class WarmUp {

  private final Surroundings surroundings;

  WarmUp(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Returns the exit code. */
  int run() {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try (StandInServer server = StandInServer.create();
        PrintStream nowhere = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
      Path folder = Files.createTempDirectory("codex-warm-up-");
      try {
        Files.writeString(folder.resolve("config.toml"), config(server));
        int code = exec(folder, nowhere);
        return code == 0 ? new DemoCommand(quiet(folder, nowhere), true).run() : code;
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int exec(Path folder, PrintStream nowhere) {
    ExecOptions options = ExecOptions.builder()
        .prompt("warm up")
        .isJson(true)
        .skipsRepositoryCheck(true)
        .workingDirectory(folder)
        .addOverrides("model_reasoning_effort=\"low\"")
        .build();
    return new ExecCommand(quiet(folder, nowhere), options).run();
  }

  private Surroundings quiet(Path folder, PrintStream nowhere) {
    return new Surroundings(
        Map.of(
            "CODEX_HOME",
            folder.toString(),
            "PATH",
            surroundings.variable("PATH").orElse("/usr/bin:/bin")),
        folder,
        new ByteArrayInputStream(new byte[0]),
        StandardInput.Kind.PIPE,
        nowhere,
        nowhere);
  }

  private static String config(StandInServer server) {
    return """
    model = "stand-in"
    model_provider = "stand-in"
    [model_providers.stand-in]
    base_url = "%s"
    http_headers = { X-Warm-Up = "1" }
    """.formatted(server.baseUrl());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
