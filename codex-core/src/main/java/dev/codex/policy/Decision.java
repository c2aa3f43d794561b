package dev.codex.policy;

import java.util.List;
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

  /**
   * Go ahead, and let commands that begin with these words run without asking from now on. If the
   * rules of the agent keep nothing, it holds for this very command and session.
   */
  static Decision approveWithRule(List<String> prefix) {
    return new Amend(RuleAmendment.allowPrefix(prefix));
  }

  /** Go ahead, and let everybody reach this host from now on. */
  static Decision allowHost(String host) {
    return new Amend(RuleAmendment.allowHost(host));
  }

  /** Do not do it, and let nobody reach this host from now on. */
  static Decision denyHost(String host) {
    return new Amend(RuleAmendment.denyHost(host));
  }

  /** Do not do it; the turn goes on and the model is told the reason. */
  static Decision deny(String reason) {
    return new Deny(reason);
  }

  /** Do not do it and stop the turn. */
  static Decision abort() {
    return new Abort();
  }

  /**
   * Not now: the turn ends, and the call waits in the transcript of the session for an answer that
   * may come days later and from another process.
   */
  static Decision defer() {
    return new Defer();
  }

  record Approve() implements Decision {}

  record ApproveForSession() implements Decision {}

  /** Remember a rule; it is a yes unless the rule itself is a no. */
  record Amend(RuleAmendment amendment) implements Decision {
    public Amend {
      Objects.requireNonNull(amendment, "amendment");
    }
  }

  record Deny(String reason) implements Decision {
    public Deny {
      Objects.requireNonNull(reason, "reason");
    }
  }

  record Abort() implements Decision {}

  record Defer() implements Decision {}
}
