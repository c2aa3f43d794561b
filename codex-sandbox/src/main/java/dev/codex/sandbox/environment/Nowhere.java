package dev.codex.sandbox.environment;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;

/** No place to run anything in. */
enum Nowhere implements Sandbox {
  INSTANCE;

  private static SandboxUnavailableException refusal() {
    return new SandboxUnavailableException("No usable execution environment is available: none was"
        + " chosen. Name one with --environment, `default` in environments.toml or"
        + " CODEX_EXEC_SERVER_URL.");
  }

  @Override
  public void require(SandboxPolicy policy) {
    // an agent may well talk without one
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    throw refusal();
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    throw refusal();
  }
}
