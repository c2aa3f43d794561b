package dev.codex.internal.turn;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;

/** The sandbox of an agent that was given none: nothing can run, which any policy allows. */
public enum NoSandbox implements Sandbox {
  INSTANCE;

  @Override
  public void require(SandboxPolicy policy) {}

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    throw missing();
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    throw missing();
  }

  private static SandboxUnavailableException missing() {
    return new SandboxUnavailableException(
        "This agent has no sandbox, so it can neither run commands nor touch files."
            + " Give it one with Agent.builder().sandbox(...), for example PlatformSandbox.detect()"
            + " from codex-sandbox.");
  }
}
