package dev.codex.error;

import org.jspecify.annotations.Nullable;

/** A session cannot be used: in use elsewhere, not writable, or not readable. */
public class SessionException extends CodexException {

  private static final long serialVersionUID = 1L;

  public SessionException(String message) {
    super(message);
  }

  public SessionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
