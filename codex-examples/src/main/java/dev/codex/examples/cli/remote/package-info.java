/** This machine as an executor for agents elsewhere. */
@NullMarked
package dev.codex.examples.cli.remote;

import org.jspecify.annotations.NullMarked;
