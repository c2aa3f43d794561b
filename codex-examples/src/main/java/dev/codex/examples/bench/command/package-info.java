/** What one command costs. */
@NullMarked
package dev.codex.examples.bench.command;

import org.jspecify.annotations.NullMarked;
