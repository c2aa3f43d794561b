/** What a model is told before the first word of the user. */
@NullMarked
package dev.codex.context;

import org.jspecify.annotations.NullMarked;
