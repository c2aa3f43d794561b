package dev.codex.sandbox.rules.shell;

import java.util.List;
import java.util.Optional;

/** Finds {@code rm -f} however it is spelled. */
public final class ForcedRemoval {

  private ForcedRemoval() {}

  /** Whether a command runs it, or might, behind any wrapper that is known. */
  public static boolean isIn(List<String> command) {
    return Wrappers.possible(command)
        .map(all -> all.stream().anyMatch(ForcedRemoval::isForced))
        .orElse(true);
  }

  /** Whether a script runs it, or might; a script too complicated to look through might. */
  public static boolean isIn(String script) {
    return CommandScan.commands(script)
        .map(all -> all.stream().anyMatch(ForcedRemoval::isIn))
        .orElse(true);
  }

  /** Whether these very words are it, wrappers apart. */
  public static boolean isForced(List<String> command) {
    return isRemoval(command)
        && command.stream()
            .skip(1)
            .takeWhile(word -> !word.equals("--"))
            .anyMatch(word -> word.matches("-[A-Za-z]*f[A-Za-z]*|--f(o(r(ce?)?)?)?"));
  }

  private static boolean isRemoval(List<String> command) {
    return !command.isEmpty() && Wrappers.name(command.get(0)).equals("rm");
  }

  /**
   * Whether codex-cli refuses the script where nobody may be asked. It looks behind fewer wrappers
   * than {@link #isIn}: {@code sudo} and {@code env} in their plain forms, and shells.
   */
  public static boolean isRefusedByCodex(String script) {
    boolean unfinished = script.strip().matches("(?s).*(&&|\\|\\||\\|)");
    return !unfinished
        && closesQuotes(script)
        && CommandScan.commands(script)
            .map(all -> all.stream().anyMatch(ForcedRemoval::isRefusedByCodex))
            .orElse(false);
  }

  private static boolean isRefusedByCodex(List<String> command) {
    if (command.isEmpty()) {
      return false;
    }
    List<String> rest = command.subList(1, command.size());
    Optional<String> script = Wrappers.script(command);
    return switch (Wrappers.name(command.get(0))) {
      case "rm" ->
        rest.stream()
            .takeWhile(word -> !word.equals("--"))
            .anyMatch(word -> word.matches("-[A-Za-z]*f[A-Za-z]*|--force"));
      case "sudo" -> isRefusedByCodex(rest);
      case "env" ->
        isRefusedByCodex(rest.stream()
            .dropWhile(word -> word.startsWith("-") || word.contains("="))
            .toList());
      case "trap" -> !rest.isEmpty() && isRefusedByCodex(rest.get(0));
      default -> script.isPresent() && isRefusedByCodex(script.get());
    };
  }

  private static boolean closesQuotes(String script) {
    int at = 0;
    while (at < script.length()) {
      char letter = script.charAt(at);
      if (letter == '\\') {
        at += 2;
      } else if (letter == '\'' || letter == '"') {
        int end = Enclosure.end(script, at);
        if (end == script.length() && (end == at + 1 || script.charAt(end - 1) != letter)) {
          return false;
        }
        at = end;
      } else {
        at++;
      }
    }
    return true;
  }
}
