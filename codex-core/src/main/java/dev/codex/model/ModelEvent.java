package dev.codex.model;

import dev.codex.item.ModelItem;

/** A step of an answer. Anything that is not known here is {@link Unknown} and may be ignored. */
public sealed interface ModelEvent
    permits ModelEvent.Created,
        ModelEvent.ItemStarted,
        ModelEvent.TextDelta,
        ModelEvent.ReasoningSummaryDelta,
        ModelEvent.ReasoningTextDelta,
        ItemDone,
        ModelEvent.Limits,
        ModelEvent.Completed,
        ModelEvent.Unknown {

  /** The server has taken the request on. */
  record Created(String responseId) implements ModelEvent {}

  /** An item has begun; what it holds so far may be empty. Not every server announces items. */
  record ItemStarted(ModelItem item) implements ModelEvent {}

  /** More text of a message. */
  record TextDelta(String itemId, String text) implements ModelEvent {}

  /** More text of part {@code index} of a reasoning summary. */
  record ReasoningSummaryDelta(String itemId, int index, String text) implements ModelEvent {}

  /** More raw reasoning, from servers that give it out. */
  record ReasoningTextDelta(String itemId, int index, String text) implements ModelEvent {}

  /** What the server says about limits. */
  record Limits(RateLimits limits) implements ModelEvent {}

  /** The answer is complete. */
  record Completed(String responseId, Usage usage) implements ModelEvent {}

  /** An event of a kind that this version does not know. */
  record Unknown(String type, String json) implements ModelEvent {}
}
