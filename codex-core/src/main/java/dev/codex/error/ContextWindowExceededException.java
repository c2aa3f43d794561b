package dev.codex.error;

import org.jspecify.annotations.Nullable;

/** The conversation no longer fits the model's window. */
public final class ContextWindowExceededException extends ModelException {

  private static final long serialVersionUID = 1L;

  ContextWindowExceededException(ModelFailure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
