package dev.codex.exec;

/**
 * The right to start commands, as handed to a tool: it is bound to a sandbox and to the policy that
 * the gate chose for this one call.
 */
@FunctionalInterface
public interface CommandRunner {

  /**
   * Starts a command.
   *
   * @throws dev.codex.error.SandboxUnavailableException if it cannot be confined as it must be
   * @throws dev.codex.error.ToolException if the program cannot be started; the message says why
   */
  RunningCommand start(Command command);

  /**
   * Lets a command that was started here outlive the call. Without this it is killed when the call
   * ends, at the latest. Whoever keeps a command puts it where the session closes it, see {@code
   * SessionScope}.
   */
  default void keep(RunningCommand command) {}
}
