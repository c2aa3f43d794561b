/** Not exported: threads of a turn, how they are stopped, and what becomes of those that do not. */
@NullMarked
package dev.codex.internal.thread;

import org.jspecify.annotations.NullMarked;
