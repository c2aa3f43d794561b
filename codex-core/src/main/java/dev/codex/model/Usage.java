package dev.codex.model;

import org.immutables.value.Value;

/** Tokens, as the provider counts them. What it does not count is zero. */
@Value.Immutable
public interface Usage {

  Usage ZERO = builder().build();

  /** All input, cached or not. */
  @Value.Default
  default long inputTokens() {
    return 0;
  }

  /** The part of the input that was read from the provider's cache. */
  @Value.Default
  default long cachedInputTokens() {
    return 0;
  }

  /** The part of the input that was written to the provider's cache. */
  @Value.Default
  default long cacheWriteInputTokens() {
    return 0;
  }

  /** All output, reasoning included. */
  @Value.Default
  default long outputTokens() {
    return 0;
  }

  /** The part of the output that was reasoning. */
  @Value.Default
  default long reasoningOutputTokens() {
    return 0;
  }

  default long totalTokens() {
    return inputTokens() + outputTokens();
  }

  default Usage plus(Usage other) {
    return builder()
        .inputTokens(inputTokens() + other.inputTokens())
        .cachedInputTokens(cachedInputTokens() + other.cachedInputTokens())
        .cacheWriteInputTokens(cacheWriteInputTokens() + other.cacheWriteInputTokens())
        .outputTokens(outputTokens() + other.outputTokens())
        .reasoningOutputTokens(reasoningOutputTokens() + other.reasoningOutputTokens())
        .build();
  }

  static Usage of(long inputTokens, long outputTokens) {
    return builder().inputTokens(inputTokens).outputTokens(outputTokens).build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a usage. */
  final class Builder extends ImmutableUsage.Builder {
    Builder() {}
  }
}
