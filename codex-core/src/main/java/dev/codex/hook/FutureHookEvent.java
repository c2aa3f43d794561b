package dev.codex.hook;

/** Keeps switches over {@link HookEvent} open for points that do not exist yet. */
record FutureHookEvent(HookContext context) implements HookEvent {}
