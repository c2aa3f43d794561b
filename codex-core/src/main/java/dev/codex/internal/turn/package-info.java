/** The loop: a step machine without I/O, the driver that executes it, and the one gate. */
@Value.Style(jdkOnly = true, optionalAcceptNullable = true)
@NullMarked
package dev.codex.internal.turn;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
