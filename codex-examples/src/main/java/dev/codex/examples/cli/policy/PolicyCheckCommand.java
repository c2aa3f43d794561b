package dev.codex.examples.cli.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codex.error.ConfigException;
import dev.codex.sandbox.rules.RulesFiles;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code execpolicy check}: what the rules of some files say about a command, as JSON. */
public final class PolicyCheckCommand {

  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final String USAGE =
      "Usage: codex execpolicy check --rules FILE [--rules FILE] [--pretty]"
          + " [--resolve-host-executables] [--] COMMAND...\n";

  private final Path workingDirectory;
  private final List<Path> files = new ArrayList<>();
  private boolean resolves;
  private boolean pretty;

  private PolicyCheckCommand(Path workingDirectory) {
    this.workingDirectory = workingDirectory;
  }

  /** The program in a directory, which relative paths start from. */
  public static PolicyCheckCommand in(Path workingDirectory) {
    return new PolicyCheckCommand(workingDirectory.toAbsolutePath());
  }

  /** Runs the program and returns its exit code. */
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || !arguments.get(0).equals("check")) {
      print(err, "error: execpolicy knows only 'check'.\n" + USAGE);
      return MISUSED;
    }
    List<String> command;
    try {
      command = options(arguments.subList(1, arguments.size()));
    } catch (IllegalArgumentException e) {
      print(err, "error: " + e.getMessage() + "\n" + USAGE);
      return MISUSED;
    }
    try {
      RulesFiles rules = RulesFiles.load(files.toArray(Path[]::new));
      String json = resolves
          ? rules.check(command, workingDirectory).json()
          : rules.check(command).json();
      print(out, (pretty ? new ObjectMapper().readTree(json).toPrettyString() : json) + "\n");
      return 0;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was printed is JSON", e);
    } catch (ConfigException e) {
      print(err, "Error: " + e.getMessage() + "\n");
      return FAILED;
    }
  }

  /** Keeps the options and returns the command after them. */
  private List<String> options(List<String> words) {
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String option = words.get(at++);
      if (option.equals("--")) {
        break;
      }
      switch (option.startsWith("--rules=") ? "--rules" : option) {
        case "--resolve-host-executables" -> resolves = true;
        case "--pretty" -> pretty = true;
        case "--rules", "-r" -> {
          boolean joined = option.startsWith("--rules=");
          if (!joined && at == words.size()) {
            throw new IllegalArgumentException("--rules wants a file.");
          }
          file(joined ? option.substring("--rules=".length()) : words.get(at++));
        }
        default -> throw new IllegalArgumentException("there is no option " + option + ".");
      }
    }
    if (files.isEmpty() || at == words.size()) {
      throw new IllegalArgumentException(
          files.isEmpty() ? "no --rules FILE is given." : "no command is given.");
    }
    return words.subList(at, words.size());
  }

  private void file(String name) {
    try {
      files.add(workingDirectory.resolve(name));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a file.", e);
    }
  }

  private static void print(PrintStream stream, String text) {
    stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    stream.flush();
  }
}
