/**
 * Running commands. {@link dev.codex.tools.shell.ExecCommandTool} and {@link
 * dev.codex.tools.shell.WriteStdinTool} are Codex's {@code exec_command} and {@code write_stdin}:
 * same arguments, same answers, so that models that know the one know the other. A command that
 * takes longer than a call may last becomes a session, which later calls look at and type into; it
 * ends with the agent's session at the latest. {@link dev.codex.tools.shell.ReadOutputTool} reads
 * what an answer had to leave out.
 */
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    jdkOnly = true,
    optionalAcceptNullable = true)
@NullMarked
package dev.codex.tools.shell;

import org.immutables.value.Value;
import org.jspecify.annotations.NullMarked;
