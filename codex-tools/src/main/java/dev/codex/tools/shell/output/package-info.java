/**
 * What commands have printed: as much as an answer shows in memory, and the whole in files that a
 * later call can read from. Not exported.
 */
@NullMarked
package dev.codex.tools.shell.output;

import org.jspecify.annotations.NullMarked;
