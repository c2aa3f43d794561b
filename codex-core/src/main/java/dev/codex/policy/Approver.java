package dev.codex.policy;

/**
 * Whoever answers approval requests: a person behind a dialog, a rule of the host, a second model.
 *
 * <p>Called on the thread of the call that waits for the answer, which may be one of several at
 * once; it may block as long as it likes. An approver that throws or returns null has denied.
 */
@FunctionalInterface
public interface Approver {

  Decision review(ApprovalRequest request);

  /** Denies everything. The default of an agent: what nobody allows does not happen. */
  static Approver denyAll() {
    return request -> Decision.deny("Nobody is there to approve this.");
  }
}
