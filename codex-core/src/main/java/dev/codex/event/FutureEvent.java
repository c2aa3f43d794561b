package dev.codex.event;

/** Keeps switches over {@link Event} open for kinds that do not exist yet. */
record FutureEvent() implements Event {}
