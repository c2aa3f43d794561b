package dev.codex.policy;

import java.util.Objects;

/** The answer to an {@link ApprovalRequest}. */
public sealed interface Decision {

  /** Go ahead, this once. */
  static Decision approve() {
    return new Approve();
  }

  /** Go ahead, and do not ask about the same thing again in this session. */
  static Decision approveForSession() {
    return new ApproveForSession();
  }

  /** Do not do it; the turn goes on and the model is told the reason. */
  static Decision deny(String reason) {
    return new Deny(reason);
  }

  /** Do not do it and stop the turn. */
  static Decision abort() {
    return new Abort();
  }

  record Approve() implements Decision {}

  record ApproveForSession() implements Decision {}

  record Deny(String reason) implements Decision {
    public Deny {
      Objects.requireNonNull(reason, "reason");
    }
  }

  record Abort() implements Decision {}
}
