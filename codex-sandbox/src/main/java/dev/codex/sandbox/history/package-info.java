/** What files were before a turn: scans, a content-addressed store, and the way back. */
@NullMarked
package dev.codex.sandbox.history;

import org.jspecify.annotations.NullMarked;
