/**
 * The loop of a turn as a pure step machine: what has come of the last step in, what to do next
 * out. No threads, no clocks, no files; {@code internal.turn} does what it says.
 */
@NullMarked
package dev.codex.internal.step;

import org.jspecify.annotations.NullMarked;
