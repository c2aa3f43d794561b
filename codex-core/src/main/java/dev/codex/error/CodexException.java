package dev.codex.error;

import org.jspecify.annotations.Nullable;

/** The root of everything that this library throws on purpose. */
public class CodexException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CodexException(String message) {
    super(message);
  }

  public CodexException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
