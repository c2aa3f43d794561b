package dev.codex.error;

import org.jspecify.annotations.Nullable;

/** The key or token is missing, wrong, or not allowed to do this: a new one is needed. */
public final class AuthenticationException extends ModelException {

  private static final long serialVersionUID = 1L;

  AuthenticationException(ModelFailure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }
}
