package dev.codex.error;

import org.jspecify.annotations.Nullable;

/** The thread that waited for a turn was interrupted; the turn was interrupted with it. */
public final class TurnInterruptedException extends CodexException {

  private static final long serialVersionUID = 1L;

  public TurnInterruptedException(String message) {
    super(message);
  }

  public TurnInterruptedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
