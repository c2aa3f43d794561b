package dev.codex.item;

/** Keeps switches over {@link Content} open for kinds that do not exist yet. */
record FutureContent() implements Content {}
