package dev.codex.examples.cli;

/** There is no turn to run; the message says why. Ends the program with 1. */
final class ExecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ExecException(String message) {
    super(message);
  }
}
