package dev.codex.sandbox.history;

import java.nio.file.Path;

/** What a turn made of a path. */
record Change(Path path, FileState before, FileState after) {}
