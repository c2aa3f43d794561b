/**
 * Running commands. {@link dev.codex.tools.shell.ExecCommandTool} is Codex's {@code exec_command}:
 * same arguments, same answer, so that models that know the one know the other.
 */
@NullMarked
package dev.codex.tools.shell;

import org.jspecify.annotations.NullMarked;
