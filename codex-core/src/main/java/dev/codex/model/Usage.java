package dev.codex.model;

/**
 * Tokens, as the provider counts them.
 *
 * @param inputTokens all input, cached or not
 * @param cachedInputTokens the part of the input that was read from the provider's cache
 * @param cacheWriteInputTokens the part of the input that was written to it
 * @param outputTokens all output, reasoning included
 * @param reasoningOutputTokens the part of the output that was reasoning
 */
public record Usage(
    long inputTokens,
    long cachedInputTokens,
    long cacheWriteInputTokens,
    long outputTokens,
    long reasoningOutputTokens) {

  public static final Usage ZERO = new Usage(0, 0, 0, 0, 0);

  public static Usage of(long inputTokens, long outputTokens) {
    return new Usage(inputTokens, 0, 0, outputTokens, 0);
  }

  public long totalTokens() {
    return inputTokens + outputTokens;
  }

  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        cachedInputTokens + other.cachedInputTokens,
        cacheWriteInputTokens + other.cacheWriteInputTokens,
        outputTokens + other.outputTokens,
        reasoningOutputTokens + other.reasoningOutputTokens);
  }
}
