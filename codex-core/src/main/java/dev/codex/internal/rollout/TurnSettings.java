package dev.codex.internal.rollout;

import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.SandboxPolicy;
import java.nio.file.Path;

/** Under which rules a turn runs, as its {@code turn_context} line tells. */
public record TurnSettings(
    Path workingDirectory,
    ApprovalPolicy approvalPolicy,
    SandboxPolicy sandboxPolicy,
    String model) {}
