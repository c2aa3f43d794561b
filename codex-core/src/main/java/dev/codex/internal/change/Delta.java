package dev.codex.internal.change;

import java.nio.file.Path;

/**
 * How a file was and how it is.
 *
 * @param path where it was, or where it is if it was not there
 * @param target where it is, or was if it is gone
 */
record Delta(Path path, Path target, Baseline before, Baseline after) {}
