package dev.codex.event;

/** Something a person should know that stops nothing. */
public record Notice(String message) implements Event {}
