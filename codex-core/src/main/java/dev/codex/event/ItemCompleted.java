package dev.codex.event;

import dev.codex.item.Item;

/**
 * An item is finished and stands in the transcript. Work that is still {@code IN_PROGRESS}, such as
 * a server that a command started, goes on after the turn; then this only says that no more will be
 * told of it.
 */
public record ItemCompleted(Item item) implements Event {}
