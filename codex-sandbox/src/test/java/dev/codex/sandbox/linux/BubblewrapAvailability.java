package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.process.OutputReaders;
import java.util.List;
import java.util.Map;

/** Whether the tests that confine commands can run. */
public final class BubblewrapAvailability {

  private BubblewrapAvailability() {}

  public static boolean isThere() {
    try {
      new BubblewrapSandbox(Map.of(), List.of(), new OutputReaders())
          .require(SandboxPolicy.readOnly());
      return true;
    } catch (SandboxUnavailableException e) {
      return false;
    }
  }
}
