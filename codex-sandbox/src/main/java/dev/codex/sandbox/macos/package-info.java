/**
 * Confinement on macOS, which has not been seen to work yet: it is used only if it is asked for.
 */
@NullMarked
package dev.codex.sandbox.macos;

import org.jspecify.annotations.NullMarked;
