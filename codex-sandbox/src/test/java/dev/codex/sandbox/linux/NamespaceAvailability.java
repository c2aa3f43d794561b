package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.process.OutputReaders;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whether the tests that confine commands can run. */
public final class NamespaceAvailability {

  private NamespaceAvailability() {}

  public static boolean isThere() {
    return !mechanisms().isEmpty();
  }

  /** Those that work on this machine. */
  public static List<Mechanism> mechanisms() {
    return Arrays.stream(Mechanism.values())
        .filter(NamespaceAvailability::works)
        .toList();
  }

  private static boolean works(Mechanism mechanism) {
    try {
      new NamespaceSandbox(Map.of(), List.of(), new OutputReaders(), Setup.of(mechanism))
          .require(SandboxPolicy.readOnly());
      return true;
    } catch (SandboxUnavailableException e) {
      return false;
    }
  }
}
