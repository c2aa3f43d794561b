/** Front door. */
@NullMarked
package dev.codex.tools;

import org.jspecify.annotations.NullMarked;
