package dev.codex.sandbox.rules.shell;

/**
 * A word of a command whose value is known.
 *
 * @param value what the program gets
 * @param form whether anything in it was quoted, which keeps a shell from seeing a keyword
 */
public record ShellWord(String value, Form form) {

  /** How it was written. */
  public enum Form {
    BARE,
    /** Only behind the first {@code =}, as in {@code A='b c'}. */
    QUOTED_AFTER_NAME,
    QUOTED
  }

  boolean isBare() {
    return form == Form.BARE;
  }

  boolean nameIsBare() {
    return form != Form.QUOTED;
  }
}
