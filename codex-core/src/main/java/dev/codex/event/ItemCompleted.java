package dev.codex.event;

import dev.codex.item.Item;

/** An item is finished and stands in the transcript. */
public record ItemCompleted(Item item) implements Event {}
