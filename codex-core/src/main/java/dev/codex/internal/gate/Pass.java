package dev.codex.internal.gate;

import dev.codex.internal.gate.Need.Wording;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.SandboxPolicy;

/** What the gate says. */
public sealed interface Pass {

  /**
   * Go, under this policy.
   *
   * @param decision who said so, for the ledger
   */
  record Admitted(SandboxPolicy policy, String decision) implements Pass {}

  /** Do not go; the text is what the model is told. */
  record Refused(String text, Wording wording) implements Pass {

    /** Whether the tool may put the text into words of its own. */
    public boolean isReason() {
      return wording == Wording.REASON;
    }
  }

  /** Do not go, and stop the turn. */
  record Stopped() implements Pass {}

  /**
   * Not now: somebody will answer later.
   *
   * @param digest what the answer is bound to
   */
  record Deferred(ApprovalRequest request, String digest) implements Pass {}
}
