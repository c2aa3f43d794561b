package dev.codex.sandbox.history;

import org.jspecify.annotations.Nullable;

/**
 * What a look at a path has found.
 *
 * @param stamp with which a later look finds the same again; null if it cannot be told so soon
 */
record Seen(FileState state, @Nullable Stamp stamp) {}
