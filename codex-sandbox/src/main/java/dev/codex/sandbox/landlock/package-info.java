/**
 * Confinement on Linux without namespaces: less, and only where the host has said that it is
 * enough.
 */
@NullMarked
package dev.codex.sandbox.landlock;

import org.jspecify.annotations.NullMarked;
