package dev.codex.testing.cassette;

import dev.codex.error.ModelFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer on a cassette.
 *
 * @param number counts requests in the order in which they were made
 * @param request as {@link RequestTree} makes it
 * @param events clean, as {@link ModelEventCodec} writes them
 * @param failure how the answer broke off; null unless it ended {@code REFUSED} or {@code FAILED}
 */
record Exchange(
    int number,
    JsonNode request,
    List<JsonNode> events,
    End end,
    @Nullable ModelFailure failure) {

  /** How an answer ended. */
  enum End {
    COMPLETED,
    /** There was no answer to read. */
    REFUSED,
    /** The answer broke off. */
    FAILED,
    /** Whoever read it gave up. */
    CLOSED
  }
}
