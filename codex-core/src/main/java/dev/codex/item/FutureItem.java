package dev.codex.item;

/** Keeps switches over {@link Item} and its two halves open for kinds that do not exist yet. */
record FutureItem(String id, WorkStatus status) implements ModelItem, WorkItem {}
