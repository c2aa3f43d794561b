/** What differs between two contents of a file, line by line, and how to say it. */
@NullMarked
package dev.codex.internal.diff;

import org.jspecify.annotations.NullMarked;
