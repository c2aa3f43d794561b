package dev.codex.event;

import dev.codex.model.RateLimits;

/** The server said how much of the plan is used up. */
public record RateLimitsUpdated(RateLimits limits) implements Event {}
