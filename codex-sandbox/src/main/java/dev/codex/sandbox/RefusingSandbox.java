package dev.codex.sandbox;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.nio.file.Path;
import java.util.Map;

/** Enforces every policy: where no mechanism can, by running nothing. */
final class RefusingSandbox implements Sandbox {

  private final Sandbox sandbox;

  RefusingSandbox(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public void require(SandboxPolicy policy) {
    // a command that is never started keeps to any policy
  }

  @Override
  public void requireWorkspace(Path workspace) {
    sandbox.requireWorkspace(workspace);
  }

  @Override
  public RunningCommand start(Command command, SandboxPolicy policy) {
    return sandbox.start(command, policy);
  }

  @Override
  public Map<String, String> environment(SandboxPolicy policy) {
    return sandbox.environment(policy);
  }

  @Override
  public FileAccess files(SandboxPolicy policy) {
    return sandbox.files(policy);
  }

  @Override
  public String toString() {
    return "PlatformSandbox[or refuse]";
  }
}
