/** What {@code exec} prints: JSON lines for programs, text for people. */
@NullMarked
package dev.codex.examples.cli.output;

import org.jspecify.annotations.NullMarked;
