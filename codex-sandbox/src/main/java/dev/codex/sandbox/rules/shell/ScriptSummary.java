package dev.codex.sandbox.rules.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says what a script is about: files it reads, folders it lists, what it searches for. For showing
 * only: it follows Codex's reading of scripts.
 */
public final class ScriptSummary {

  private static final Set<String> FORMATTING =
      Set.of("wc", "tr", "cut", "sort", "uniq", "tee", "column", "yes", "printf");

  private ScriptSummary() {}

  /** The actions in their order; one that is unknown if any of them is. */
  public static List<Action> of(String script, String workingDirectory) {
    Optional<List<List<String>>> plain = CodexReading.plain(script);
    if (plain.isEmpty()) {
      return List.of(Action.unknown(script));
    }
    List<List<String>> commands = plain.get();
    List<Action> actions = new ArrayList<>();
    String folder = workingDirectory;
    for (List<String> command : commands) {
      if (command.get(0).equals("cd")) {
        folder = moved(folder, command);
      } else if (commands.size() == 1 || !isBeside(command)) {
        actions.add(CommandSummary.of(command, folder));
      }
    }
    if (actions.stream().anyMatch(action -> action.kind() == Action.Kind.UNKNOWN)) {
      return List.of(Action.unknown(script));
    }
    return actions.size() == 1
        ? List.of(whole(actions.get(0), script, commands.size() > 1))
        : withoutRepeats(actions);
  }

  private static String moved(String folder, List<String> command) {
    List<String> operands = Operands.of(command.subList(1, command.size()), Set.of());
    return operands.isEmpty() ? folder : CommandSummary.resolve(folder, operands.get(0));
  }

  /** What a person would not mention: something printed, or the output of another made nicer. */
  private static boolean isBeside(List<String> command) {
    List<String> arguments = command.subList(1, command.size());
    List<String> operands = Operands.of(arguments, Set.of("-n", "-c", "-b", "-w", "-s", "-v"));
    return switch (command.get(0)) {
      case "echo", "true" -> true;
      case "head", "tail" -> operands.isEmpty();
      case "nl" -> operands.isEmpty();
      case "sed" -> !CommandSummary.readsWithSed(arguments);
      case "awk" -> Operands.of(arguments, Set.of("-F", "-v")).size() < 2;
      case "xargs" -> false;
      default -> FORMATTING.contains(command.get(0));
    };
  }

  /** The only action of a script stands for all of it. */
  private static Action whole(Action action, String script, boolean joined) {
    boolean connected =
        joined || QuotedWords.of(script).map(words -> words.contains(";")).orElse(false);
    if (!connected) {
      return QuotedWords.of(script)
          .map(words -> action.withCommand(ShellQuoting.join(words)))
          .orElse(action);
    }
    boolean page = action.kind() == Action.Kind.READ
        && script.contains("|")
        && script.matches("(?s).*\\bsed\\s+-n\\b.*");
    return page ? action.withCommand(script) : action;
  }

  private static List<Action> withoutRepeats(List<Action> actions) {
    List<Action> kept = new ArrayList<>();
    for (Action action : actions) {
      if (kept.isEmpty() || !kept.get(kept.size() - 1).equals(action)) {
        kept.add(action);
      }
    }
    return kept;
  }
}
