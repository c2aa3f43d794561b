package dev.codex.internal.toml;

/** A place in a text, which moves forward. */
final class Cursor {

  static final int END = -1;

  private final String text;
  private int position;

  Cursor(String text) {
    this.text = text;
    this.position = text.startsWith("\uFEFF") ? 1 : 0;
  }

  int position() {
    return position;
  }

  int peek() {
    return peek(0);
  }

  int peek(int ahead) {
    int at = position + ahead;
    return at < text.length() ? text.charAt(at) : END;
  }

  void skip(int count) {
    position += count;
  }

  boolean isAt(String word) {
    return text.startsWith(word, position);
  }

  /** Whether the text stood here, in which case it is passed. */
  boolean take(String word) {
    boolean here = isAt(word);
    position += here ? word.length() : 0;
    return here;
  }

  String since(int start) {
    return text.substring(start, position);
  }

  void skipSpaces() {
    while (peek() == ' ' || peek() == '\t') {
      position++;
    }
  }

  /** Whether a line ended here, in which case its end is passed. */
  boolean takeLineEnd() {
    return take("\n") || take("\r\n");
  }

  /** Passes spaces, comments and the ends of lines. */
  void skipBlankLines() throws TomlException {
    do {
      skipSpaces();
      skipComment();
    } while (takeLineEnd());
  }

  /** Passes what may follow a value or a header on its line, and the end of the line. */
  void endLine() throws TomlException {
    skipSpaces();
    skipComment();
    if (peek() != END && !takeLineEnd()) {
      throw wrong("expected the end of the line and not " + shown());
    }
  }

  private void skipComment() throws TomlException {
    if (peek() != '#') {
      return;
    }
    while (peek() != END && peek() != '\n' && !isAt("\r\n")) {
      plain();
    }
  }

  /** Passes one character that may stand in a comment or a text. */
  int plain() throws TomlException {
    int c = peek();
    boolean pair = Character.isHighSurrogate((char) c)
        && Character.isLowSurrogate((char) Math.max(0, peek(1)));
    if (c == END) {
      throw wrong("the text ends too early");
    }
    if (c < ' ' && c != '\t' || c == 0x7F) {
      throw wrong(String.format("the control character U+%04X must be escaped", c));
    }
    if (!pair && Character.isSurrogate((char) c)) {
      throw wrong("half a character, as broken Unicode leaves it");
    }
    position += pair ? 2 : 1;
    return c;
  }

  /** The current character, as a message names it. */
  String shown() {
    int c = peek();
    if (c == END) {
      return "the end of the text";
    }
    return c == '\n' || c == '\r' ? "the end of the line" : "'" + Character.toString(c) + "'";
  }

  TomlException wrong(String message) {
    return wrongAt(position, message);
  }

  TomlException wrongAt(int place, String message) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < Math.min(place, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new TomlException(message, line, place - start + 1);
  }
}
