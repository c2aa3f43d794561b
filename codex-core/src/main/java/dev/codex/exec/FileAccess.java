package dev.codex.exec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reading and changing files where the commands of a session run, under the same policy. Paths are
 * absolute. An access that the policy forbids is an {@link java.nio.file.AccessDeniedException}.
 */
public interface FileAccess {

  /** What is at the path, without following a last symbolic link; empty if nothing is. */
  Optional<FileStatus> status(Path path) throws IOException;

  /** The whole file; follows links. */
  byte[] read(Path path) throws IOException;

  /** Whether the policy lets this path be written, deleted or created. */
  boolean isWritable(Path path);

  /**
   * Makes all edits, in order, or none: when one fails, those before it are undone before the
   * exception is thrown.
   */
  void apply(List<FileEdit> edits) throws IOException;
}
