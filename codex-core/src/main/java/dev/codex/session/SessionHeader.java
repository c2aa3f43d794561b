package dev.codex.session;

import java.nio.file.Path;
import java.time.Instant;

/** What is known of a session before its first line. */
public record SessionHeader(String id, Instant createdAt, Path workingDirectory) {}
