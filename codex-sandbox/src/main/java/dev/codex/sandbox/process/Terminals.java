package dev.codex.sandbox.process;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.TerminalSize;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives commands a pseudo terminal. Java cannot make one without native code, but {@code script} of
 * util-linux can, which almost every Linux has: it runs the command on a terminal of its own and
 * carries bytes between that and our two pipes. Since it is started in place of the command, it is
 * confined like it, and the terminal is one that nobody outside knows.
 */
public final class Terminals {

  private static final List<Path> PLACES = List.of(
      Path.of("/usr/bin"),
      Path.of("/bin"),
      Path.of("/usr/local/bin"),
      Path.of("/run/current-system/sw/bin"));

  private static final String MISSING =
      "a terminal needs the program %s, which is not installed here; leave out tty, or install the"
          + " package %s";

  private final List<Path> places;
  private volatile @Nullable Path script;

  public Terminals() {
    this(PLACES);
  }

  Terminals(List<Path> places) {
    this.places = places;
  }

  /**
   * The command that runs this one on a terminal, or the command itself if it wants none.
   *
   * @param environment everything that the command will get
   * @throws ToolException if this machine has no means
   */
  public Command prepare(Command command, Map<String, String> environment) {
    if (command.terminal().isEmpty()) {
      return command;
    }
    Path stty = find("stty", "coreutils");
    String line = line(command, stty, environment);
    return command.toBuilder()
        .words(List.of(script().toString(), "-q", "-e", "-f", "-c", line, "/dev/null"))
        .putEnvironment("SHELL", "/bin/sh") // script starts its shell by this
        .build();
  }

  /** The terminal is as large as wanted and echoes before the command begins. */
  private static String line(Command command, Path stty, Map<String, String> environment) {
    TerminalSize size = command.terminal().orElseThrow();
    String shell = environment.get("SHELL");
    return stty + " rows " + size.rows() + " cols " + size.columns() + " echo; "
        + (shell == null ? "unset SHELL" : "SHELL=" + quote(shell))
        + "; exec "
        + command.words().stream().map(Terminals::quote).collect(Collectors.joining(" "));
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private Path script() {
    Path known = script;
    if (known == null) {
      known = find("script", "util-linux");
      check(known);
      script = known;
    }
    return known;
  }

  private Path find(String program, String fromPackage) {
    return locate(program)
        .orElseThrow(() -> new ToolException(MISSING.formatted(program, fromPackage)));
  }

  private Optional<Path> locate(String program) {
    return places.stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Programs of this name on other systems take other words and want a terminal themselves. */
  private static void check(Path script) {
    try {
      Process process = new ProcessBuilder(script.toString(), "--version")
          .directory(new File("/"))
          .redirectErrorStream(true)
          .start();
      process.getOutputStream().close();
      String version =
          new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8);
      process.waitFor(2, TimeUnit.SECONDS);
      process.destroyForcibly();
      if (!version.contains("util-linux")) {
        throw new ToolException(MISSING.formatted("script of util-linux", "util-linux"));
      }
    } catch (IOException e) {
      throw new ToolException("a terminal needs " + script + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted while looking for a terminal", e);
    }
  }

  /**
   * Makes the terminal below a process as large as that. What holds the terminal is the first
   * process that has both its ends, {@code script} itself; it is reached by its descriptor, so that
   * no path is followed that a command could have changed.
   */
  static void resize(ProcessHandle top, TerminalSize size) {
    Optional<Path> terminal = terminalOf(top);
    if (terminal.isEmpty()) {
      terminal =
          top.descendants().map(Terminals::terminalOf).flatMap(Optional::stream).findFirst();
    }
    terminal.ifPresent(path -> resize(path, size));
  }

  private static void resize(Path terminal, TerminalSize size) {
    try {
      Process stty = new ProcessBuilder(
              "/bin/sh",
              "-c",
              "stty -F \"$1\" rows \"$2\" cols \"$3\"",
              "sh",
              terminal.toString(),
              String.valueOf(size.rows()),
              String.valueOf(size.columns()))
          .directory(new File("/"))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      stty.getOutputStream().close();
      if (!stty.waitFor(2, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new ToolException("The terminal could not be resized: " + e.getMessage(), e);
    }
  }

  private static Optional<Path> terminalOf(ProcessHandle process) {
    Path folder = Path.of("/proc", String.valueOf(process.pid()), "fd");
    String[] descriptors = folder.toFile().list();
    Path terminal = null;
    boolean isMaster = false;
    for (String name : descriptors == null ? new String[0] : descriptors) {
      String target = target(folder.resolve(name));
      isMaster |= target.endsWith("/ptmx");
      if (target.startsWith("/dev/pts/") && !target.endsWith("/ptmx")) {
        terminal = folder.resolve(name);
      }
    }
    return isMaster ? Optional.ofNullable(terminal) : Optional.empty();
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }
}
