package dev.codex.tools.shell;

import dev.codex.exec.Command;
import dev.codex.policy.RunCommand.Confinement;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a session comes from.
 *
 * @param lifetime after this the command is ended; empty for when its session is closed
 */
record ShellOrigin(
    Command command, Confinement confinement, String turnId, Optional<Duration> lifetime) {

  boolean hasTerminal() {
    return command.terminal().isPresent();
  }
}
