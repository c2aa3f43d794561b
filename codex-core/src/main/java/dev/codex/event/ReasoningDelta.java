package dev.codex.event;

/** More of the summary of what the model thinks; parts are counted from 0. */
public record ReasoningDelta(String itemId, int part, String text) implements Event {}
