package dev.codex.error;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A model could not be reached, refused, or gave an answer that cannot be used. */
public class ModelException extends CodexException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable ModelFailure failure;

  protected ModelException(ModelFailure failure, @Nullable Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** The subclass that fits the failure's kind. */
  public static ModelException of(ModelFailure failure) {
    return of(failure, null);
  }

  /** The subclass that fits the failure's kind. */
  public static ModelException of(ModelFailure failure, @Nullable Throwable cause) {
    return switch (failure.kind()) {
      case AUTHENTICATION -> new AuthenticationException(failure, cause);
      case RATE_LIMIT -> new RateLimitedException(failure, cause);
      case CONTEXT_WINDOW -> new ContextWindowExceededException(failure, cause);
      default -> new ModelException(failure, cause);
    };
  }

  /** What happened; once this was serialized, only the message of it. */
  public ModelFailure failure() {
    return failure != null
        ? failure
        : ModelFailure.of(ModelFailure.Kind.OTHER, String.valueOf(getMessage()));
  }

  public boolean isRetryable() {
    return failure().isRetryable();
  }

  public OptionalInt statusCode() {
    return failure().statusCode();
  }

  public Optional<String> requestId() {
    return failure().requestId();
  }
}
