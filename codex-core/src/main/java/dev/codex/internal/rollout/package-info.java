/** Codex's rollout format: what a session writes into its log and how it is read back. */
@NullMarked
package dev.codex.internal.rollout;

import org.jspecify.annotations.NullMarked;
