package dev.codex.event;

import dev.codex.policy.PendingApproval;

/** A call waits for an answer that will come later; the turn ends without it. */
public record ApprovalDeferred(PendingApproval pending) implements Event {}
