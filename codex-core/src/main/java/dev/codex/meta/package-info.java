/** Annotations that say what may still change. */
@NullMarked
package dev.codex.meta;

import org.jspecify.annotations.NullMarked;
