/** Front door. */
@NullMarked
package dev.codex.sandbox;

import org.jspecify.annotations.NullMarked;
