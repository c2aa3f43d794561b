package dev.codex.internal.toml;

/** The text is not TOML; the message says why, line and column say where, both from 1. */
public final class TomlException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  TomlException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
