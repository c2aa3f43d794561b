package dev.codex.sandbox.rules.shell;

/** Finds where a quoted or bracketed part of a script ends. */
final class Enclosure {

  private Enclosure() {}

  /** The index behind what begins here; the end of the text if it is not closed. */
  static int end(String text, int start) {
    char first = text.charAt(start);
    if (first == '\'') {
      int end = text.indexOf('\'', start + 1);
      return end < 0 ? text.length() : end + 1;
    }
    if (first == '"') {
      return quoted(text, start + 1, '"');
    }
    if (first == '`') {
      return quoted(text, start + 1, '`');
    }
    if (start + 1 == text.length()) {
      return text.length();
    }
    char next = text.charAt(start + 1);
    if (first == '$' && next == '\'') {
      return quoted(text, start + 2, '\'');
    }
    if (next == '(') {
      return bracketed(text, start + 1, '(', ')');
    }
    return first == '$' && next == '{' ? bracketed(text, start + 1, '{', '}') : start + 1;
  }

  private static int quoted(String text, int from, char close) {
    int at = from;
    while (at < text.length() && text.charAt(at) != close) {
      boolean substitution = close == '"' && text.startsWith("$(", at);
      at = substitution ? end(text, at) : at + (text.charAt(at) == '\\' ? 2 : 1);
    }
    return Math.min(text.length(), at + 1);
  }

  private static int bracketed(String text, int from, char open, char close) {
    int nesting = 0;
    int at = from;
    while (at < text.length()) {
      char letter = text.charAt(at);
      if (letter == '\\') {
        at += 2;
      } else if (letter == '\'' || letter == '"' || letter == '`') {
        at = end(text, at);
      } else {
        at++;
        nesting += letter == open ? 1 : letter == close ? -1 : 0;
        if (nesting == 0) {
          return at;
        }
      }
    }
    return text.length();
  }
}
