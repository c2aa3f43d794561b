/**
 * The language of rules files: Starlark, as far as Codex speaks it. A text is read into nodes that
 * evaluate themselves; what a run uses is metered, so that no file can hang or fill a JVM.
 */
@NullMarked
package dev.codex.sandbox.rules.starlark;

import org.jspecify.annotations.NullMarked;
