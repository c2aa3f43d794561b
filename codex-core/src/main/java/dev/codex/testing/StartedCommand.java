package dev.codex.testing;

import dev.codex.exec.Command;
import dev.codex.exec.TerminalSize;
import dev.codex.policy.SandboxPolicy;
import java.util.Optional;

/** A command that a {@link ScriptedSandbox} was told to start. */
public final class StartedCommand {

  private final Command command;
  private final SandboxPolicy policy;
  private final PlayedCommand played;

  StartedCommand(Command command, SandboxPolicy policy, PlayedCommand played) {
    this.command = command;
    this.policy = policy;
    this.played = played;
  }

  public Command command() {
    return command;
  }

  /** The policy that it was started under. */
  public SandboxPolicy policy() {
    return policy;
  }

  /** What was written to its standard input so far. */
  public String input() {
    return played.typed();
  }

  /** How large its terminal is now; empty if it has none. */
  public Optional<TerminalSize> terminal() {
    return played.terminal();
  }

  /** Whether whoever started it has closed it. */
  public boolean isClosed() {
    return played.isClosed();
  }

  PlayedCommand played() {
    return played;
  }

  @Override
  public String toString() {
    return command.words() + " under " + policy.mode();
  }
}
