package dev.codex.session;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A line in a list of sessions.
 *
 * @param preview the beginning of the user's first message; empty if there is none
 */
public record SessionSummary(
    String id, Instant createdAt, Instant updatedAt, Path workingDirectory, String preview) {}
