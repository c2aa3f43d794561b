package dev.codex.sandbox.rules.shell;

import java.util.List;
import java.util.stream.Collectors;

/** Writes words so that a shell reads them as they are. */
final class ShellQuoting {

  private static final String NOT_IN_DOUBLE_QUOTES = "$`\"\\!^";

  private ShellQuoting() {}

  static String join(List<String> words) {
    return words.stream().map(ShellQuoting::quote).collect(Collectors.joining(" "));
  }

  private static String quote(String word) {
    if (word.isEmpty()) {
      return "''";
    }
    if (word.matches("[A-Za-z0-9+./:@\\]_-]+")) {
      return word;
    }
    StringBuilder quoted = new StringBuilder();
    int at = 0;
    while (at < word.length()) {
      int single = end(word, at, "'");
      int both = end(word, at, NOT_IN_DOUBLE_QUOTES);
      boolean useSingle = single >= both;
      int end = useSingle ? single : both;
      String quote = useSingle ? "'" : "\"";
      quoted.append(quote).append(word, at, end).append(quote);
      at = end;
    }
    return quoted.toString();
  }

  private static int end(String word, int from, String excluded) {
    int end = from;
    while (end < word.length() && excluded.indexOf(word.charAt(end)) < 0) {
      end++;
    }
    return end;
  }
}
