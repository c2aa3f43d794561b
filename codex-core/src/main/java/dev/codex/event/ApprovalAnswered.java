package dev.codex.event;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Decision;

/** The answer to {@link ApprovalAsked}; a deny if the approver failed. */
public record ApprovalAnswered(ApprovalRequest request, Decision decision) implements Event {}
