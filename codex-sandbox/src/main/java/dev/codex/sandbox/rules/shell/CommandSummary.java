package dev.codex.sandbox.rules.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what one command is about. */
final class CommandSummary {

  /** Options that take the next word, of the programs that list files. */
  private static final Map<String, Set<String>> LISTING = Map.of(
      "ls",
          Set.of(
              "-I", "-w", "--block-size", "--format", "--time-style", "--color", "--quoting-style"),
      "eza", Set.of("-I", "--ignore-glob", "--color", "--sort", "--time-style", "--time"),
      "exa", Set.of("-I", "--ignore-glob", "--color", "--sort", "--time-style", "--time"),
      "tree", Set.of("-L", "-P", "-I", "--charset", "--filelimit", "--sort"),
      "du", Set.of("-d", "--max-depth", "-B", "--block-size", "--exclude", "--time-style"));

  private static final Set<String> GREP = Set.of(
      "-m", "-A", "-B", "-C", "--context", "--max-count", "--after-context", "--before-context");
  private static final Set<String> RIPGREP = Set.of(
      "-g",
      "--glob",
      "--iglob",
      "-t",
      "--type",
      "--type-add",
      "--type-not",
      "-m",
      "--max-count",
      "-A",
      "-B",
      "-C",
      "--context",
      "--max-depth");
  private static final Set<String> ACK =
      Set.of("-G", "-g", "--file-search-regex", "--ignore-dir", "--ignore", "--path-to-ignore");
  private static final Set<String> FD =
      Set.of("-t", "--type", "-e", "--extension", "-E", "--exclude", "--search-path");

  /** Options that take the next word, of the programs that show a file. */
  private static final Map<String, Set<String>> SHOWING = Map.of(
      "cat", Set.of(),
      "bat",
          Set.of(
              "--theme",
              "--language",
              "--style",
              "--terminal-width",
              "--tabs",
              "--line-range",
              "--map-syntax"),
      "batcat",
          Set.of(
              "--theme",
              "--language",
              "--style",
              "--terminal-width",
              "--tabs",
              "--line-range",
              "--map-syntax"),
      "less", Set.of("-p", "-P", "-x", "-y", "-z", "-j", "--pattern", "--prompt", "--tabs"),
      "more", Set.of(),
      "nl", Set.of("-s", "-w", "-v", "-i", "-b"));

  private static final Set<String> UNTOLD_FOLDERS = Set.of("build", "dist", "node_modules", "src");

  private CommandSummary() {}

  static Action of(List<String> command, String folder) {
    String text = ShellQuoting.join(command);
    String program = command.get(0);
    List<String> arguments = command.subList(1, command.size());
    if (LISTING.containsKey(program)) {
      return Action.list(text, shown(Operands.of(arguments, LISTING.get(program)), 0));
    }
    if (SHOWING.containsKey(program)) {
      List<String> operands = Operands.of(arguments, SHOWING.get(program));
      return operands.size() == 1 ? read(text, folder, operands.get(0)) : Action.unknown(text);
    }
    return switch (program) {
      case "rg", "rga", "ripgrep-all" -> ripgrep(text, arguments);
      case "grep", "egrep", "fgrep" -> grep(text, arguments);
      case "ag", "ack", "pt" -> search(text, Operands.of(arguments, ACK));
      case "fd" -> fd(text, arguments);
      case "find" -> find(text, arguments);
      case "git" -> git(text, arguments);
      case "head", "tail" -> part(text, folder, program, arguments);
      case "sed" -> sed(text, folder, arguments);
      case "awk" -> awk(text, folder, arguments);
      case "python", "python3" -> python(text, arguments);
      default -> Action.unknown(text);
    };
  }

  private static Action read(String text, String folder, String file) {
    return Action.read(text, resolve(folder, file));
  }

  /** A path in a folder, without the steps that lead nowhere. */
  static String resolve(String folder, String path) {
    String plain = path.startsWith("./") ? path.substring(2) : path;
    return plain.startsWith("/") ? plain : folder + "/" + plain;
  }

  /** The last folder or file of a path that says something. */
  private static Optional<String> shown(List<String> operands, int index) {
    if (operands.size() <= index) {
      return Optional.empty();
    }
    String[] parts = operands.get(index).replaceFirst("/+$", "").split("/");
    for (int i = parts.length - 1; i >= 0; i--) {
      if (!parts[i].isEmpty() && !UNTOLD_FOLDERS.contains(parts[i])) {
        return Optional.of(parts[i]);
      }
    }
    return Optional.of(operands.get(index).replaceFirst("/+$", ""));
  }

  private static Action search(String text, List<String> operands) {
    return Action.search(text, operands.stream().findFirst(), shown(operands, 1));
  }

  private static Action ripgrep(String text, List<String> arguments) {
    List<String> operands = Operands.of(arguments, RIPGREP);
    return arguments.contains("--files")
        ? Action.list(text, shown(operands, 0))
        : search(text, operands);
  }

  private static Action grep(String text, List<String> arguments) {
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (Set.of("-e", "--regexp", "-f", "--file").contains(arguments.get(i))) {
        String query = arguments.get(i + 1);
        List<String> operands = Operands.of(arguments, union(GREP, arguments.get(i)));
        return Action.search(text, Optional.of(query), shown(operands, 0));
      }
    }
    return search(text, Operands.of(arguments, GREP));
  }

  private static Set<String> union(Set<String> some, String one) {
    Set<String> all = new java.util.HashSet<>(some);
    all.add(one);
    return all;
  }

  private static Action fd(String text, List<String> arguments) {
    List<String> operands = Operands.of(arguments, FD);
    boolean folder = operands.size() == 1
        && (operands.get(0).contains("/") || operands.get(0).equals("."));
    return operands.isEmpty() || folder
        ? Action.list(text, shown(operands, 0))
        : search(text, operands);
  }

  private static Action find(String text, List<String> arguments) {
    Optional<String> path = arguments.stream()
        .findFirst()
        .filter(word -> !word.startsWith("-") && !word.matches("[!(]"))
        .flatMap(word -> shown(List.of(word), 0));
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (Set.of("-name", "-iname", "-path", "-regex").contains(arguments.get(i))) {
        return Action.search(text, Optional.of(arguments.get(i + 1)), path);
      }
    }
    return Action.list(text, path);
  }

  private static Action git(String text, List<String> arguments) {
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    return switch (arguments.isEmpty() ? "" : arguments.get(0)) {
      case "grep" -> grep(text, rest);
      case "ls-files" ->
        Action.list(
            text,
            shown(
                Operands.of(
                    rest,
                    Set.of("-x", "--exclude", "-X", "--exclude-from", "--exclude-per-directory")),
                0));
      default -> Action.unknown(text);
    };
  }

  /** The first or last lines of one file. */
  private static Action part(String text, String folder, String program, List<String> arguments) {
    String count = program.equals("tail") ? "\\+?[0-9]+" : "[0-9]+";
    List<String> rest = arguments;
    if (rest.size() == 3 && rest.get(0).equals("-n") && rest.get(1).matches(count)) {
      rest = rest.subList(2, 3);
    } else if (rest.size() == 2 && rest.get(0).matches("-n" + count)) {
      rest = rest.subList(1, 2);
    }
    boolean one = rest.size() == 1 && !rest.get(0).startsWith("-");
    return one ? read(text, folder, rest.get(0)) : Action.unknown(text);
  }

  static boolean readsWithSed(List<String> arguments) {
    return Operands.of(arguments, Set.of("-e", "-f")).size() > (arguments.contains("-e") ? 0 : 1);
  }

  private static Action sed(String text, String folder, List<String> arguments) {
    List<String> rest = arguments.stream()
        .filter(word -> !word.matches("-n|--quiet|--silent|-e"))
        .toList();
    boolean lines = arguments.stream().anyMatch(word -> word.matches("-n|--quiet|--silent"))
        && rest.size() >= 2
        && rest.get(0).matches("[0-9]+(,[0-9]+)?p")
        && !rest.get(1).startsWith("-");
    return lines ? read(text, folder, rest.get(1)) : Action.unknown(text);
  }

  private static Action awk(String text, String folder, List<String> arguments) {
    List<String> operands = Operands.of(arguments, Set.of("-F", "-v"));
    return operands.size() == 2 ? read(text, folder, operands.get(1)) : Action.unknown(text);
  }

  private static Action python(String text, List<String> arguments) {
    boolean lists = arguments.size() >= 2
        && arguments.get(0).equals("-c")
        && arguments
            .get(1)
            .matches("(?s).*(os\\.(walk|listdir|scandir)|glob\\.i?glob|\\.r?glob\\(|\\.iterdir).*");
    return lists ? Action.list(text, Optional.empty()) : Action.unknown(text);
  }
}
