package dev.codex.error;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * What went wrong between us and a model, as a value: what happened, whether trying again makes
 * sense, when, and what to quote to the provider.
 */
@Value.Immutable
public interface ModelFailure {

  Kind kind();

  /** One line for a person: what happened and with which value. Holds no secret. */
  String message();

  /** Whether the same request may succeed later; false for what only a change can mend. */
  @Value.Default
  default boolean isRetryable() {
    return kind().isUsuallyRetryable();
  }

  /** How long the server asked us to wait; empty if it did not say. */
  Optional<Duration> retryAfter();

  /** The HTTP status, where there was one. */
  OptionalInt statusCode();

  /** The provider's name for the request, to be quoted in a complaint. */
  Optional<String> requestId();

  /** How many times the request was sent before this was reported. */
  @Value.Default
  default int attempts() {
    return 1;
  }

  static ModelFailure of(Kind kind, String message) {
    return builder().kind(kind).message(message).build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a failure. */
  final class Builder extends ImmutableModelFailure.Builder {
    Builder() {}
  }

  /** What happened. */
  enum Kind {
    /** No connection: refused, unknown host, TLS. */
    CONNECTION(true),
    /** The stream ended, stalled or turned to garbage before the response was complete. */
    STREAM(true),
    /** The server failed (5xx). */
    SERVER(true),
    /** Too many requests; {@link ModelFailure#retryAfter()} may say until when. */
    RATE_LIMIT(true),
    /** The plan or the account is used up. */
    QUOTA(false),
    /** The model has no capacity now. */
    OVERLOADED(false),
    /** The key or token is missing, wrong or not allowed to do this. */
    AUTHENTICATION(true),
    /** The conversation is larger than the model's window. */
    CONTEXT_WINDOW(false),
    /** The server refuses the request as it stands. */
    INVALID_REQUEST(false),
    /** The provider's content rules forbid the request. */
    POLICY(false),
    /** The answer was cut by a limit of the server. */
    INCOMPLETE(false),
    /** A status or code that this version does not know. */
    OTHER(true);

    private final boolean retryable;

    Kind(boolean retryable) {
      this.retryable = retryable;
    }

    /** What {@link ModelFailure#isRetryable()} is when nothing else is known. */
    public boolean isUsuallyRetryable() {
      return retryable;
    }
  }
}
