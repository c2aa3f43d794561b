/** What becomes of a remote process, put in order; no connections in here. */
@NullMarked
package dev.codex.sandbox.remote.process;

import org.jspecify.annotations.NullMarked;
