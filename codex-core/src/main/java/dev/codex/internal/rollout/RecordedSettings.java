package dev.codex.internal.rollout;

import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.SandboxPolicy;

/**
 * Under which rules the last turn ran, as its {@code turn_context} line tells: what the model
 * believes it may do.
 *
 * @param model empty if the line does not say
 * @param approvalPolicy JSON as it was written
 * @param sandboxPolicy JSON as it was written
 */
public record RecordedSettings(String model, String approvalPolicy, String sandboxPolicy) {

  /** Whether the model was told these rules; in doubt it was not. */
  public boolean agreeWith(ApprovalPolicy approvals, SandboxPolicy sandbox) {
    return approvalPolicy.equals(RolloutWriter.json(approvals))
        && sandboxPolicy.equals(RolloutWriter.json(sandbox));
  }
}
