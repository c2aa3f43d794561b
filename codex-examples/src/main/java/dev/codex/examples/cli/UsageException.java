package dev.codex.examples.cli;

/** The command line makes no sense; the message says why. Ends the program with 2. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
