package dev.codex.event;

import dev.codex.policy.ApprovalRequest;

/** An approver is being asked; {@link ApprovalAnswered} follows. */
public record ApprovalAsked(ApprovalRequest request) implements Event {}
