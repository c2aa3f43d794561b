/** Local processes: starting them, reading what they say, and ending all of what they started. */
@NullMarked
package dev.codex.sandbox.process;

import org.jspecify.annotations.NullMarked;
