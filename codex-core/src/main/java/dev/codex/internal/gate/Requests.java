package dev.codex.internal.gate;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;

/** Requests with something filled in that the tool does not know. */
final class Requests {

  private Requests() {}

  static ApprovalRequest withReason(ApprovalRequest request, String reason) {
    if (reason.equals(request.reason())) {
      return request;
    }
    if (request instanceof RunCommand run) {
      return run.toBuilder().reason(reason).build();
    }
    if (request instanceof EditFiles edit) {
      return edit.toBuilder().reason(reason).build();
    }
    return request instanceof CallTool tool ? tool.toBuilder().reason(reason).build() : request;
  }
}
