package dev.codex.sandbox.rules.shell;

/** Ends the reading of a script that nobody can be sure about. */
final class UnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableException() {
    super("cannot tell", null, false, false);
  }
}
