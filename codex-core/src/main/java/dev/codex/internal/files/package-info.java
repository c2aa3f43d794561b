/** Not exported: what a turn does to files, seen from the one place that all tools act through. */
@NullMarked
package dev.codex.internal.files;

import org.jspecify.annotations.NullMarked;
