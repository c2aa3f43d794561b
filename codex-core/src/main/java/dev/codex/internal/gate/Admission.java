package dev.codex.internal.gate;

import dev.codex.internal.gate.Need.Wording;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.SandboxPolicy;
import java.util.Optional;

/** What the gate says. */
public sealed interface Admission {

  /**
   * Go, under this policy.
   *
   * @param decision who said so, for the ledger
   * @param reading what was found out for this; empty if it has to be read anew
   */
  record Admitted(SandboxPolicy policy, String decision, Optional<Reading> reading)
      implements Admission {

    /** After somebody was asked, who may have taken days. */
    Admitted(SandboxPolicy policy, String decision) {
      this(policy, decision, Optional.empty());
    }
  }

  /** Do not go; the text is what the model is told. */
  record Refused(String text, Wording wording) implements Admission {

    /** Whether the tool may put the text into words of its own. */
    public boolean isReason() {
      return wording == Wording.REASON;
    }
  }

  /** Do not go, and stop the turn. */
  record Stopped() implements Admission {}

  /**
   * Not now: somebody will answer later.
   *
   * @param digest what the answer is bound to
   */
  record Deferred(ApprovalRequest request, String digest) implements Admission {}
}
