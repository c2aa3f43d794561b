/**
 * JSON as trees, for values that are compared or too small to be worth a parser's loop: cassettes,
 * messages of other processes. What goes to a model and what is large does without them.
 */
@NullMarked
package dev.codex.internal.json.tree;

import org.jspecify.annotations.NullMarked;
