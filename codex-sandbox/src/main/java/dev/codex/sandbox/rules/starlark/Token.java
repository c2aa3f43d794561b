package dev.codex.sandbox.rules.starlark;

/**
 * A piece of a program.
 *
 * @param text as it stands there; of a string, what it means
 */
record Token(Kind kind, String text, Position position) {

  enum Kind {
    NAME,
    KEYWORD,
    OPERATOR,
    INTEGER,
    REAL,
    STRING,
    /** A string with expressions in it; the text is what stands between the quotes. */
    TEMPLATE,
    NEWLINE,
    INDENT,
    DEDENT,
    END
  }

  boolean is(String text) {
    return (kind == Kind.OPERATOR || kind == Kind.KEYWORD) && this.text.equals(text);
  }

  /** For messages. */
  String shown() {
    return switch (kind) {
      case NEWLINE -> "the end of the line";
      case INDENT -> "an indented block";
      case DEDENT -> "the end of the block";
      case END -> "the end of the file";
      case STRING, TEMPLATE -> "a string";
      default -> "`" + text + "`";
    };
  }
}
