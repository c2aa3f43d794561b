package dev.codex.error;

import org.jspecify.annotations.Nullable;

/** No session has this id in the store that was asked. */
public final class SessionNotFoundException extends SessionException {

  private static final long serialVersionUID = 1L;

  public SessionNotFoundException(String message) {
    super(message);
  }

  public SessionNotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
