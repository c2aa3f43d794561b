/** Processes that carry out scripts of system calls, and what is known about them. */
@NullMarked
package dev.codex.sandbox.launch;

import org.jspecify.annotations.NullMarked;
