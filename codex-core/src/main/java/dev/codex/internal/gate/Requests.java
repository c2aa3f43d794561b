package dev.codex.internal.gate;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.EditFiles;
import dev.codex.policy.EnvironmentChange;
import dev.codex.policy.RunCommand;
import dev.codex.policy.RunCommand.Confinement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Requests with that filled in which a tool does not know. */
final class Requests {

  private Requests() {}

  static ApprovalRequest complete(
      ApprovalRequest request, String reason, String sessionId, Map<Path, Path> realPaths) {
    if (request instanceof RunCommand run) {
      return run.toBuilder()
          .reason(reason)
          .sessionId(sessionId)
          .realPaths(realPaths)
          .build();
    }
    if (request instanceof EditFiles edit) {
      return edit.toBuilder()
          .reason(reason)
          .sessionId(sessionId)
          .realPaths(realPaths)
          .build();
    }
    return request instanceof CallTool tool
        ? tool.toBuilder()
            .reason(reason)
            .sessionId(sessionId)
            .realPaths(realPaths)
            .build()
        : request;
  }

  /** With the changes that a command makes to the environment of all others. */
  static ApprovalRequest withChanges(ApprovalRequest request, Supplier<Map<String, String>> base) {
    if (!(request instanceof RunCommand run)) {
      return request;
    }
    List<EnvironmentChange> changes = EnvironmentReading.changes(run, Map.of());
    return changes.isEmpty()
        ? run
        : run.toBuilder()
            .environmentChanges(EnvironmentReading.changes(run, base.get()))
            .build();
  }

  static RunCommand outside(RunCommand run) {
    return run.toBuilder().confinement(Confinement.ESCALATED).build();
  }
}
