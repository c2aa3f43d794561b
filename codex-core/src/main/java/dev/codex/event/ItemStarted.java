package dev.codex.event;

import dev.codex.item.Item;

/** An item has begun; an {@link ItemCompleted} of the same id follows. */
public record ItemStarted(Item item) implements Event {}
