/**
 * What a command would destroy, by reading it and looking at what is there. Decides nothing. Not
 * exported.
 */
@NullMarked
package dev.codex.internal.harm;

import org.jspecify.annotations.NullMarked;
