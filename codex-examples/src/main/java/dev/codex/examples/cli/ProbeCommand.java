package dev.codex.examples.cli;

import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.SandboxReport;

/** Says what confines commands on this machine, and how well: {@code codex probe}. */
final class ProbeCommand {

  private final Surroundings surroundings;

  ProbeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Returns 0 if something confines, else 1. */
  int run() {
    SandboxReport report =
        PlatformSandbox.fromEnvironment().variables(surroundings.environment()).probe();
    surroundings.out().print(report);
    return report.isConfining() ? 0 : 1;
  }
}
