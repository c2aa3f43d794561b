/**
 * Reading shell command lines without running them. {@link
 * dev.codex.sandbox.rules.shell.ShellScript} answers with the very words that a shell would run, or
 * that it cannot tell; {@link dev.codex.sandbox.rules.shell.CommandScan} finds what a script might
 * run, for those who look for danger.
 */
@NullMarked
package dev.codex.sandbox.rules.shell;

import org.jspecify.annotations.NullMarked;
