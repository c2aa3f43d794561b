package dev.codex.sandbox.rules.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Programs that run another one: what they run, for certain or possibly. */
public final class Wrappers {

  private static final Set<String> SHELLS = Set.of("bash", "sh", "zsh", "dash", "ksh");

  private static final Set<String> POSSIBLE = Set.of(
      "sudo",
      "doas",
      "su",
      "env",
      "command",
      "builtin",
      "exec",
      "eval",
      "nohup",
      "setsid",
      "nice",
      "ionice",
      "stdbuf",
      "time",
      "timeout",
      "watch",
      "xargs",
      "parallel",
      "chroot",
      "busybox",
      "find",
      "trap",
      "script",
      "unshare",
      "flock",
      "taskset",
      "chrt",
      "strace",
      "unbuffer");

  private static final Set<String> TAKE_A_SCRIPT = Set.of("eval", "trap", "su", "watch", "script");

  private static final int MAX_WORDS = 1_000; // behind a wrapper, each may begin a command

  private static final Pattern TAKES_A_SCRIPT = Pattern.compile("-[a-z]*c[a-z]*");

  private Wrappers() {}

  /** The file name of a program, however it is written. */
  public static String name(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }

  public static boolean isShell(String program) {
    return SHELLS.contains(name(program));
  }

  /** The script of {@code bash -c} or {@code -lc}, where that is all there is. */
  public static Optional<String> script(List<String> command) {
    boolean shell = command.size() == 3
        && isShell(command.get(0))
        && (command.get(1).equals("-c") || command.get(1).equals("-lc"));
    return shell ? Optional.of(command.get(2)) : Optional.empty();
  }

  /**
   * All that a command might run, itself first, however it is wrapped; rather too much than too
   * little. Nothing if that is too deep to look through.
   */
  public static Optional<List<List<String>>> possible(List<String> command) {
    List<List<String>> found = new ArrayList<>();
    return add(command, found, 0) ? Optional.of(found) : Optional.empty();
  }

  private static boolean add(List<String> command, List<List<String>> found, int depth) {
    if (depth > 6 || found.size() > 2_000) {
      return false;
    }
    found.add(command);
    if (command.isEmpty()) {
      return true;
    }
    String program = name(command.get(0));
    boolean complete = true;
    if (POSSIBLE.contains(program)) {
      int last = Math.min(command.size(), MAX_WORDS);
      complete = last == command.size();
      for (int i = 1; i < last; i++) {
        List<String> rest = command.subList(i, command.size());
        found.add(rest);
        complete &= !SHELLS.contains(name(rest.get(0))) || script(rest, found, depth);
      }
    }
    if (SHELLS.contains(program)) {
      complete &= script(command, found, depth);
    }
    if (TAKE_A_SCRIPT.contains(program)) {
      for (String word : command.subList(1, command.size())) {
        complete &= scan(word, found, depth);
      }
    }
    return complete;
  }

  private static boolean script(List<String> command, List<List<String>> found, int depth) {
    for (int i = 1; i + 1 < command.size(); i++) {
      if (TAKES_A_SCRIPT.matcher(command.get(i)).matches()) {
        return scan(command.get(i + 1), found, depth);
      }
    }
    return true;
  }

  private static boolean scan(String script, List<List<String>> found, int depth) {
    Optional<List<List<String>>> commands = CommandScan.commands(script);
    return commands.isPresent()
        && commands.get().stream().allMatch(command -> add(command, found, depth + 1));
  }

  /**
   * The command that a wrapper runs for certain and without changing what it does: {@code timeout},
   * {@code nice}, {@code nohup}, {@code stdbuf} and {@code env} in their plain forms. The command
   * itself if it is none of these.
   */
  public static ShellCommand unwrapped(ShellCommand command) {
    List<String> words = command.words();
    List<String> assignments = new ArrayList<>(command.assignments());
    for (int i = 0; i < 4; i++) {
      int skipped = skipped(words);
      if (skipped == 0 || skipped >= words.size()) {
        break;
      }
      boolean environment = words.get(0).equals("env");
      words = words.subList(skipped, words.size());
      while (environment && words.size() > 1 && words.get(0).matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
        assignments.add(words.get(0));
        words = words.subList(1, words.size());
      }
    }
    boolean unclear =
        words.isEmpty() || words.get(0).startsWith("-") || words.get(0).contains("=");
    return unclear
        ? command
        : new ShellCommand(command.link(), assignments, words, command.redirects());
  }

  /** How many words belong to the wrapper; 0 if it is none, or not in a plain form. */
  private static int skipped(List<String> words) {
    String second = words.size() > 1 ? words.get(1) : "";
    switch (words.isEmpty() ? "" : words.get(0)) {
      case "nohup", "env" -> {
        return second.startsWith("-") ? 0 : 1;
      }
      case "timeout" -> {
        return second.matches("[0-9]+(\\.[0-9]+)?[smhd]?") ? 2 : 0;
      }
      case "nice" -> {
        if (!second.startsWith("-")) {
          return 1;
        }
        return second.equals("-n") && words.size() > 2 && words.get(2).matches("-?[0-9]+") ? 3 : 0;
      }
      case "stdbuf" -> {
        return second.matches("-[ioe][0L]") ? 2 : 0;
      }
      default -> {
        return 0;
      }
    }
  }
}
