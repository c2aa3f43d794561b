package dev.codex.event;

import dev.codex.model.Usage;

/** The turn was stopped on request; the history is valid and the session goes on. */
public record TurnInterrupted(Usage usage) implements Event {}
