package dev.codex.internal.gate;

import dev.codex.internal.gate.Need.Wording;
import dev.codex.policy.SandboxPolicy;

/** What the gate says. */
public sealed interface Pass {

  /** Go, under this policy. */
  record Admitted(SandboxPolicy policy) implements Pass {}

  /** Do not go; the text is what the model is told. */
  record Refused(String text, Wording wording) implements Pass {

    /** Whether the tool may put the text into words of its own. */
    public boolean isReason() {
      return wording == Wording.REASON;
    }
  }

  /** Do not go, and stop the turn. */
  record Stopped() implements Pass {}
}
