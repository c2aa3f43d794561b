package dev.codex.exec;

import java.nio.file.Path;

/** Keeps switches over {@link FileEdit} open for edits that do not exist yet. */
record FutureEdit(Path path) implements FileEdit {}
