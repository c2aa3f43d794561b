package dev.codex.event;

/** The turn has begun; always the first event. */
public record TurnStarted(String sessionId, String turnId) implements Event {}
