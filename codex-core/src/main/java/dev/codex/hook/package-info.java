/** Code of the host that is called at fixed points of a turn and may stop what comes next. */
@NullMarked
package dev.codex.hook;

import org.jspecify.annotations.NullMarked;
