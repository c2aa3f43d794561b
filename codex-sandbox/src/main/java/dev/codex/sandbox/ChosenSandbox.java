package dev.codex.sandbox;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.nio.file.Path;

/** Sends each command to what can keep to its policy, and never to anything weaker. */
final class ChosenSandbox implements Sandbox {

  private final Sandbox unconfined;
  private final Sandbox confined;

  ChosenSandbox(Sandbox unconfined, Sandbox confined) {
    this.unconfined = unconfined;
    this.confined = confined;
  }

  private Sandbox choose(SandboxPolicy policy) {
    return policy instanceof SandboxPolicy.DangerFullAccess
            || policy instanceof SandboxPolicy.External
        ? unconfined
        : confined;
  }

  @Override
  public void require(SandboxPolicy policy) {
    try {
      choose(policy).require(policy);
    } catch (SandboxUnavailableException e) {
      throw inContext(policy, e);
    }
  }

  @Override
  public void requireWorkspace(Path workspace) {
    unconfined.requireWorkspace(workspace);
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    try {
      return choose(policy).start(command, policy);
    } catch (SandboxUnavailableException e) {
      throw inContext(policy, e);
    }
  }

  private static SandboxUnavailableException inContext(
      SandboxPolicy policy, SandboxUnavailableException reason) {
    return new SandboxUnavailableException(
        "The sandbox policy " + policy.mode() + " cannot be enforced here. " + reason.getMessage()
            + " To run commands with all the rights of this user instead, say so with"
            + " SandboxPolicy.dangerFullAccess().",
        reason);
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    return choose(policy).files(policy);
  }

  @Override
  public String toString() {
    return "Platform" + confined;
  }
}
