package dev.codex.model.openai;

import dev.codex.error.ModelFailure;
import dev.codex.error.ModelFailure.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What goes wrong once an answer has begun (codex-behaviour 1.6). Texts are those of Codex. */
final class StreamFailures {

  private static final String DISCONNECTED = "stream disconnected before completion: ";
  private static final Pattern TRY_AGAIN = Pattern.compile(
      "try again in\\s*(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|seconds?)", Pattern.CASE_INSENSITIVE);

  private StreamFailures() {}

  /** The stream broke off; asking again is worth it. */
  static ModelFailure disconnected(Kind kind, String why) {
    return ModelFailure.builder()
        .kind(kind)
        .message(DISCONNECTED + why)
        .isRetryable(true)
        .build();
  }

  /** {@code response.failed}. */
  static ModelFailure failed(ErrorBody error) {
    return switch (error.code()) {
      case "context_length_exceeded" ->
        ModelFailure.of(
            Kind.CONTEXT_WINDOW, "The conversation is larger than the model's context window.");
      case "insufficient_quota" -> quota();
      case "usage_not_included" -> notIncluded();
      case "invalid_prompt", "model_not_found" ->
        ModelFailure.of(Kind.INVALID_REQUEST, words(error));
      case "cyber_policy", "content_policy_violation" -> ModelFailure.of(Kind.POLICY, words(error));
      case "server_is_overloaded" -> overloaded();
      case "slow_down" -> rateLimit(error, Optional.empty());
      case "rate_limit_exceeded" -> rateLimit(error, tryAgainIn(error.message()));
      case "server_error" -> disconnected(Kind.SERVER, words(error));
      default -> disconnected(Kind.OTHER, words(error));
    };
  }

  /** {@code response.incomplete}. A second try may get past a filter, not past a limit. */
  static ModelFailure incomplete(String reason) {
    String message = "Incomplete response returned, reason: " + reason;
    return reason.equals("content_filter")
        ? disconnected(Kind.INCOMPLETE, message)
        : ModelFailure.of(Kind.INCOMPLETE, message);
  }

  static ModelFailure quota() {
    return ModelFailure.of(Kind.QUOTA, "Quota exceeded. Check your plan and billing details.");
  }

  static ModelFailure notIncluded() {
    return ModelFailure.of(
        Kind.QUOTA, "The account's plan does not include this. Change the plan or use an API key.");
  }

  static ModelFailure overloaded() {
    return ModelFailure.of(
        Kind.OVERLOADED, "Selected model is at capacity. Please try a different model.");
  }

  /** Reads the wait out of {@code Please try again in 1.3s}. */
  static Optional<Duration> tryAgainIn(String message) {
    Matcher found = TRY_AGAIN.matcher(message);
    if (!found.find()) {
      return Optional.empty();
    }
    double nanos = found.group(2).equalsIgnoreCase("ms") ? 1e6 : 1e9;
    return Optional.of(Duration.ofNanos((long) (Double.parseDouble(found.group(1)) * nanos)));
  }

  private static ModelFailure rateLimit(ErrorBody error, Optional<Duration> wait) {
    return ModelFailure.builder()
        .kind(Kind.RATE_LIMIT)
        .message("rate limit exceeded: " + error.message())
        .retryAfter(wait)
        .build();
  }

  private static String words(ErrorBody error) {
    if (!error.message().isEmpty()) {
      return error.message();
    }
    return error.code().isEmpty() ? "response.failed event received" : error.code();
  }
}
