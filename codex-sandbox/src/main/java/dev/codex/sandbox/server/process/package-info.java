/** What an executor keeps of a process for its client, and how much of it the client wants now. */
@NullMarked
package dev.codex.sandbox.server.process;

import org.jspecify.annotations.NullMarked;
