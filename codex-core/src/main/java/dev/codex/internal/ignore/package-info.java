/** Which files git would not look at. */
@NullMarked
package dev.codex.internal.ignore;

import org.jspecify.annotations.NullMarked;
