/** Confinement on Linux: bubblewrap with a seccomp filter. */
@NullMarked
package dev.codex.sandbox.linux;

import org.jspecify.annotations.NullMarked;
