/** Not exported: threads of a turn, how they are stopped, and what happens to those that do not stop. */
@NullMarked
package dev.codex.internal.thread;

import org.jspecify.annotations.NullMarked;
