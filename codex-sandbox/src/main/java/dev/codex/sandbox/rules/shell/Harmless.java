package dev.codex.sandbox.rules.shell;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which commands change nothing. A command counts only if its program is a plain name or lies in a
 * folder of the system, and if each of its options is known to be harmless.
 */
public final class Harmless {

  private static final Map<String, OptionTable> TABLES = OptionTable.harmless();
  private static final Set<String> SYSTEM_FOLDERS = Set.of("/bin/", "/usr/bin/", "/usr/local/bin/");
  private static final Set<String> TELL_THEIR_VERSION =
      Set.of("java", "javac", "python", "python3", "node", "gcc", "git");

  private Harmless() {}

  /** How harmless, from not at all. */
  public enum Degree {
    /** Nothing is known about it. */
    UNKNOWN,
    /** It reads, but may start helpers that a project names: harmless inside a sandbox. */
    IF_CONFINED,
    ALWAYS
  }

  public static Degree degree(List<String> command) {
    if (command.isEmpty()) {
      return Degree.UNKNOWN;
    }
    String program = command.get(0);
    String name = Wrappers.name(program);
    String folder = program.substring(0, program.length() - name.length());
    if (!folder.isEmpty() && !SYSTEM_FOLDERS.contains(folder)) {
      return Degree.UNKNOWN;
    }
    List<String> arguments = command.subList(1, command.size());
    if (arguments.stream().anyMatch(Harmless::isRemote)) {
      return Degree.UNKNOWN;
    }
    if (name.equals("git") && HarmlessGit.permits(arguments)) {
      return Degree.IF_CONFINED;
    }
    boolean harmless = folder.isEmpty() && hasNoEffect(command)
        || TABLES.containsKey(name) && TABLES.get(name).permits(arguments)
        || special(name, arguments);
    return harmless ? Degree.ALWAYS : Degree.UNKNOWN;
  }

  /** A path on another machine; on Windows reading one sends a hash of the password there. */
  private static boolean isRemote(String word) {
    return word.startsWith("\\\\")
        || word.startsWith("//") && word.matches("//[^/]+/.*")
        || word.startsWith("/dev/tcp/");
  }

  /** Commands of the shell itself that do nothing but steer the script they stand in. */
  public static boolean hasNoEffect(List<String> command) {
    if (command.isEmpty()) {
      return false;
    }
    List<String> arguments = command.subList(1, command.size());
    return switch (command.get(0)) {
      case "true", "false", ":" -> true;
      case "cd" ->
        arguments.stream().filter(word -> !word.equals("--")).count() <= 1
            && arguments.stream().allMatch(word -> word.equals("--") || !isRemote(word));
      case "set" ->
        String.join(" ", arguments)
            .matches("(-(e|u|x|eu|ex|eux|ux)|-(eu|eux)?o pipefail|-(e|eu) -o pipefail)");
      case "command" -> arguments.size() == 2 && arguments.get(0).matches("-[vV]");
      case "type" -> arguments.stream().allMatch(word -> word.matches("-[at]+|[A-Za-z0-9_.+-]+"));
      default -> false;
    };
  }

  private static boolean special(String name, List<String> arguments) {
    return switch (name) {
      case "echo", "test", "[" -> true;
      case "printf" -> arguments.isEmpty() || !arguments.get(0).startsWith("-");
      case "date" ->
        arguments.stream().allMatch(word -> word.matches("\\+.*|-u|-R|-I|--utc|--iso-8601(=.*)?"));
      case "find" -> HarmlessFind.permits(arguments);
      case "sed" ->
        arguments.size() >= 2
            && arguments.size() <= 3
            && arguments.get(0).equals("-n")
            && arguments.get(1).matches("([0-9]+,)?[0-9]+p")
            && (arguments.size() == 2 || !arguments.get(2).startsWith("-"));
      default ->
        TELL_THEIR_VERSION.contains(name)
            && arguments.size() == 1
            && Set.of("--version", "-version").contains(arguments.get(0));
    };
  }
}
