/** The loop: a step machine without I/O, the driver that executes it, and the one gate. */
@NullMarked
package dev.codex.internal.turn;

import org.jspecify.annotations.NullMarked;
