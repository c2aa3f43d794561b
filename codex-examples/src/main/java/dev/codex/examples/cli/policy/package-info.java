/** Asking rules files from the command line. */
@org.jspecify.annotations.NullMarked
package dev.codex.examples.cli.policy;
