package dev.codex.sandbox;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.util.Map;

/** One sandbox for commands that are to be confined, and one for those that are not. */
final class EitherSandbox implements Sandbox {

  private final Sandbox unconfined;
  private final Sandbox confined;

  EitherSandbox(Sandbox unconfined, Sandbox confined) {
    this.unconfined = unconfined;
    this.confined = confined;
  }

  private Sandbox choose(SandboxPolicy policy) {
    boolean isOpen = policy instanceof SandboxPolicy.DangerFullAccess
        || policy instanceof SandboxPolicy.External;
    return isOpen ? unconfined : confined;
  }

  @Override
  public void require(SandboxPolicy policy) {
    choose(policy).require(policy);
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    return choose(policy).start(command, policy);
  }

  @Override
  public Map<String, String> environment(SandboxPolicy policy) {
    return choose(policy).environment(policy);
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
