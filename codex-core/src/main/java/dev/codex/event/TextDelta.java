package dev.codex.event;

/** More text of the model's message. */
public record TextDelta(String itemId, String text) implements Event {}
