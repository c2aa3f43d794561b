package dev.codex.policy;

/**
 * Whoever answers approval requests: a person behind a dialog, a rule of the host, a second model.
 *
 * <p>Called on a thread of its own while the call waits for the answer, which may be one of several
 * at once; it may block as long as it likes, and is interrupted with its turn. The answer holds for
 * the request as it was shown: if a file was replaced by a link meanwhile, it counts for nothing.
 * An approver that throws or returns null has denied.
 */
@FunctionalInterface
public interface Approver {

  Decision review(ApprovalRequest request);

  /** Denies everything. The default of an agent: what nobody allows does not happen. */
  static Approver denyAll() {
    return request -> Decision.deny("Nobody is there to approve this.");
  }
}
