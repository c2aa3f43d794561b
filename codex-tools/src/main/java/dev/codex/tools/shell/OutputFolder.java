package dev.codex.tools.shell;

import dev.codex.tools.shell.output.KeptOutputs;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where output is kept that is too long for the model, so that it can read parts of it later.
 *
 * @param path absolute, made if it is missing; empty for files without a name in the JVM's temp
 *     folder, which are gone with the session
 * @param maxBytes how much a session may keep; the oldest output goes first, and of one command's
 *     output no more than this is kept
 */
public record OutputFolder(Optional<Path> path, long maxBytes) {

  private static final long STANDARD_BYTES = 1L << 30;

  public OutputFolder {
    if (maxBytes < 0) {
      throw new IllegalArgumentException(
          "maxBytes is " + maxBytes + "; give 0 to keep nothing, or more");
    }
    if (path.isPresent() && !path.get().isAbsolute()) {
      throw new IllegalArgumentException(
          "The folder for output is " + path.get() + "; it must be absolute.");
    }
  }

  /** The temp folder, and a gibibyte of it. */
  public static OutputFolder temporary() {
    return new OutputFolder(Optional.empty(), STANDARD_BYTES);
  }

  /** This folder. Files in it stay until newer ones need their room. */
  public static OutputFolder in(Path path) {
    return new OutputFolder(Optional.of(path), STANDARD_BYTES);
  }

  KeptOutputs open() {
    return new KeptOutputs(path, maxBytes);
  }

  public OutputFolder maxBytes(long maxBytes) {
    return new OutputFolder(path, maxBytes);
  }
}
