/** Not exported: what one call may use while it lasts, and what must not get out of it. */
@NullMarked
package dev.codex.internal.lease;

import org.jspecify.annotations.NullMarked;
