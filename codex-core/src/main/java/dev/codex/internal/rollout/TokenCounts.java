package dev.codex.internal.rollout;

import dev.codex.internal.json.JsonScanner;
import dev.codex.model.Usage;
import java.util.Optional;

/** Reads counts of tokens out of the lines that have them. */
final class TokenCounts {

  private TokenCounts() {}

  /** Consumes a value; if it is an object, the usage that its member of this name holds. */
  static Optional<Usage> member(JsonScanner scanner, byte[] json, String name)
      throws JsonScanner.Malformed {
    Optional<Usage> found = Optional.empty();
    if (scanner.peek() != '{') {
      scanner.skip();
      return found;
    }
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs(name) && scanner.peek() == '{') {
        found = Optional.of(usage(scanner, json));
      } else {
        scanner.skip();
      }
    }
    return found;
  }

  /** Consumes a value and gives it as a number; 0 if it is not a whole and positive one. */
  static long number(JsonScanner scanner, byte[] json) throws JsonScanner.Malformed {
    int start = scanner.valueStart();
    scanner.skip();
    long number = 0;
    for (int i = start; i < scanner.position(); i++) {
      if (json[i] < '0' || json[i] > '9' || number > Long.MAX_VALUE / 16) {
        return 0;
      }
      number = number * 10 + json[i] - '0';
    }
    return number;
  }

  private static Usage usage(JsonScanner scanner, byte[] json) throws JsonScanner.Malformed {
    long input = 0;
    long cached = 0;
    long cacheWrite = 0;
    long output = 0;
    long reasoning = 0;
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("input_tokens")) {
        input = number(scanner, json);
      } else if (scanner.nameIs("cached_input_tokens")) {
        cached = number(scanner, json);
      } else if (scanner.nameIs("cache_write_input_tokens")) {
        cacheWrite = number(scanner, json);
      } else if (scanner.nameIs("output_tokens")) {
        output = number(scanner, json);
      } else if (scanner.nameIs("reasoning_output_tokens")) {
        reasoning = number(scanner, json);
      } else {
        scanner.skip();
      }
    }
    return Usage.builder()
        .inputTokens(input)
        .cachedInputTokens(cached)
        .cacheWriteInputTokens(cacheWrite)
        .outputTokens(output)
        .reasoningOutputTokens(reasoning)
        .build();
  }
}
