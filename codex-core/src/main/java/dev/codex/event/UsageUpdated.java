package dev.codex.event;

import dev.codex.model.Usage;

/** A response is complete: what the turn and the session have used up so far. */
public record UsageUpdated(Usage turn, Usage session) implements Event {}
