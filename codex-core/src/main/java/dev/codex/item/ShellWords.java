package dev.codex.item;

import java.util.List;

/** Joins words into a line that a POSIX shell reads as the same words, as Codex shows them. */
public final class ShellWords {

  private static final String PLAIN = "+-./:@]_";

  private ShellWords() {}

  /** The line. */
  public static String join(List<String> words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (line.length() > 0) {
        line.append(' ');
      }
      quote(word, line);
    }
    return line.toString();
  }

  /**
   * Splits a word into runs that one kind of quote can hold: what has no single quote goes between
   * single quotes, the rest between double quotes.
   */
  private static void quote(String word, StringBuilder line) {
    if (word.isEmpty()) {
      line.append("''");
      return;
    }
    int from = 0;
    while (from < word.length()) {
      int end = run(word, from, ShellWords::isPlain);
      if (end == word.length()) {
        line.append(word, from, end);
        return;
      }
      // Bash mistakes a caret for history expansion unless it directly follows a single quote.
      int caret = word.charAt(from) == '^' ? 1 : 0;
      int single = run(word, from + caret, ShellWords::fitsSingleQuotes);
      int twice = run(word, from, ShellWords::fitsDoubleQuotes);
      if (end >= single && end >= twice && end > from) {
        line.append(word, from, end);
      } else if (single >= twice) {
        end = single;
        line.append('\'').append(word, from, end).append('\'');
      } else {
        end = twice;
        line.append('"');
        for (int i = from; i < end; i++) {
          char c = word.charAt(i);
          if (c == '"' || c == '$' || c == '`' || c == '\\') {
            line.append('\\');
          }
          line.append(c);
        }
        line.append('"');
      }
      from = end;
    }
  }

  private interface CharTest {
    boolean test(char c);
  }

  private static int run(String word, int from, CharTest test) {
    int end = from;
    while (end < word.length() && test.test(word.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isPlain(char c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || PLAIN.indexOf(c) >= 0;
  }

  private static boolean fitsSingleQuotes(char c) {
    return c != '\'' && c != '^' && c != '\\';
  }

  private static boolean fitsDoubleQuotes(char c) {
    return c != '`' && c != '$' && c != '!' && c != '^';
  }
}
