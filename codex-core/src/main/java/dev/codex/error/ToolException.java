package dev.codex.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a tool that cannot do what it was asked. The message is shown to the model and the
 * turn goes on; any other exception out of a tool is a bug, fails the turn and is not shown to the
 * model.
 */
public final class ToolException extends CodexException {

  private static final long serialVersionUID = 1L;

  public ToolException(String message) {
    super(message);
  }

  public ToolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
