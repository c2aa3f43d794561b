package dev.codex.internal.toml;

/** Reads the four kinds of quoted text. */
final class Texts {

  private static final String ESCAPES = "btnfr\"\\";
  private static final String ESCAPED = "\b\t\n\f\r\"\\";

  private final Cursor cursor;

  Texts(Cursor cursor) {
    this.cursor = cursor;
  }

  boolean isHere() {
    return cursor.peek() == '"' || cursor.peek() == '\'';
  }

  String any() throws TomlException {
    if (cursor.isAt("\"\"\"") || cursor.isAt("'''")) {
      return overLines((char) cursor.peek());
    }
    return onOneLine();
  }

  /** A text that ends on its line, which is all that a key may be. */
  String onOneLine() throws TomlException {
    int start = cursor.position();
    char quote = (char) cursor.peek();
    cursor.skip(1);
    StringBuilder text = new StringBuilder();
    while (cursor.peek() != quote) {
      int c = cursor.peek();
      if (c == Cursor.END || c == '\n' || cursor.isAt("\r\n")) {
        throw cursor.wrongAt(start, "the text that begins here has no closing " + quote);
      }
      if (c == '\\' && quote == '"') {
        escape(text);
      } else {
        plain(text);
      }
    }
    cursor.skip(1);
    return text.toString();
  }

  private String overLines(char quote) throws TomlException {
    int start = cursor.position();
    String end = String.valueOf(quote).repeat(3);
    cursor.skip(3);
    cursor.takeLineEnd();
    StringBuilder text = new StringBuilder();
    while (!cursor.isAt(end)) {
      if (cursor.peek() == Cursor.END) {
        throw cursor.wrongAt(start, "the text that begins here has no closing " + end);
      }
      if (cursor.takeLineEnd()) {
        text.append('\n');
      } else if (cursor.peek() == '\\' && quote == '"') {
        escapeOrFold(text);
      } else {
        plain(text);
      }
    }
    cursor.skip(3);
    // up to two more quotes belong to the text that they end
    for (int i = 0; i < 2 && cursor.peek() == quote; i++) {
      text.append(quote);
      cursor.skip(1);
    }
    return text.toString();
  }

  private void plain(StringBuilder text) throws TomlException {
    int start = cursor.position();
    cursor.plain();
    text.append(cursor.since(start));
  }

  /** A backslash at the end of a line swallows the line's end and all blanks after it. */
  private void escapeOrFold(StringBuilder text) throws TomlException {
    int ahead = 1;
    while (cursor.peek(ahead) == ' ' || cursor.peek(ahead) == '\t') {
      ahead++;
    }
    boolean folds =
        cursor.peek(ahead) == '\n' || cursor.peek(ahead) == '\r' && cursor.peek(ahead + 1) == '\n';
    if (!folds) {
      escape(text);
      return;
    }
    cursor.skip(ahead);
    while (cursor.takeLineEnd()) {
      cursor.skipSpaces();
    }
  }

  private void escape(StringBuilder text) throws TomlException {
    int start = cursor.position();
    cursor.skip(1);
    int kind = cursor.peek();
    if (kind == 'u' || kind == 'U') {
      cursor.skip(1);
      text.appendCodePoint(codePoint(start, kind == 'u' ? 4 : 8));
      return;
    }
    int known = kind == Cursor.END ? -1 : ESCAPES.indexOf(kind);
    if (known < 0) {
      throw cursor.wrongAt(
          start,
          "a backslash must not stand before " + cursor.shown()
              + "; write it twice, or use single quotes");
    }
    text.append(ESCAPED.charAt(known));
    cursor.skip(1);
  }

  private int codePoint(int start, int digits) throws TomlException {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int c = cursor.peek();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw cursor.wrongAt(start, "this escape needs " + digits + " hexadecimal digits");
      }
      value = value * 16 + digit;
      cursor.skip(1);
    }
    if (value > Character.MAX_CODE_POINT || value >= 0xD800 && value <= 0xDFFF) {
      throw cursor.wrongAt(start, "this escape is no Unicode character");
    }
    return (int) value;
  }
}
