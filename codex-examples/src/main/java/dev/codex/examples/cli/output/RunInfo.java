package dev.codex.examples.cli.output;

import java.nio.file.Path;

/** What a run works with, for its head line. */
public record RunInfo(
    String sessionId,
    Path workspace,
    String model,
    String provider,
    String approvals,
    String sandbox,
    String prompt) {}
