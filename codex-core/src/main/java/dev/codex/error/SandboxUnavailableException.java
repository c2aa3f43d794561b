package dev.codex.error;

import org.jspecify.annotations.Nullable;

/** A sandbox policy was asked for that nothing here can enforce. */
public final class SandboxUnavailableException extends CodexException {

  private static final long serialVersionUID = 1L;

  public SandboxUnavailableException(String message) {
    super(message);
  }

  public SandboxUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
