package dev.codex;

/** How a turn ended that did not fail. */
public enum TurnStatus {
  /** The model has said its last word. */
  COMPLETED,
  /** Somebody stopped it. The session goes on. */
  INTERRUPTED,
  /** Calls wait for an answer; {@link TurnResult#pendingApprovals()} says which. */
  AWAITING_APPROVAL,
  /** A budget or the loop guard stopped it; {@link TurnResult#stoppedBy()} says which. */
  BUDGET_EXCEEDED
}
