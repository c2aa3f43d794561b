package dev.codex.event;

/** More output of a running command or tool. */
public record OutputDelta(String itemId, String text) implements Event {}
