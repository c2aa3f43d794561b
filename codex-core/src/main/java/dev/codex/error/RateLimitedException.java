package dev.codex.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The provider wants fewer requests. */
public final class RateLimitedException extends ModelException {

  private static final long serialVersionUID = 1L;

  RateLimitedException(ModelFailure failure, @Nullable Throwable cause) {
    super(failure, cause);
  }

  /** How long the server asked us to wait; empty if it did not say. */
  public Optional<Duration> retryAfter() {
    return failure().retryAfter();
  }
}
