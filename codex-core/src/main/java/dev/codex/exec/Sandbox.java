package dev.codex.exec;

import dev.codex.policy.SandboxPolicy;
import java.nio.file.Path;
import java.util.Map;

/**
 * What enforces a {@link SandboxPolicy}: the one way by which tools reach processes and files.
 * Implementations are safe for use by many sessions at once.
 */
public interface Sandbox {

  /**
   * Returns if this sandbox can enforce the policy here, completely. Called while an agent is
   * built; starts no process that outlives the call.
   *
   * @throws dev.codex.error.SandboxUnavailableException naming what is missing and the remedy
   */
  void require(SandboxPolicy policy);

  /**
   * Returns if commands can start in that directory. Called while an agent is built; the default
   * trusts whoever names it, as one must whose sandbox is far away.
   *
   * @throws dev.codex.error.ConfigException if it is not there
   */
  default void requireWorkspace(Path workspace) {}

  /**
   * Starts a command under the policy, or not at all.
   *
   * @throws dev.codex.error.SandboxUnavailableException if the policy cannot be enforced
   * @throws dev.codex.error.ToolException if the program cannot be started
   */
  RunningCommand start(Command command, SandboxPolicy policy);

  /**
   * What every command under the policy finds in its environment, so that it can be shown how one
   * differs. The default is empty: nobody here knows, as is so where commands run far away.
   */
  default Map<String, String> environment(SandboxPolicy policy) {
    return Map.of();
  }

  /** The files that commands under this policy see. */
  FileAccess files(SandboxPolicy policy);
}
