package dev.codex.exec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  /**
   * The content of a file that may be too large for memory; follows links. Whoever opens closes.
   * The default reads all of it first.
   */
  default InputStream open(Path path) throws IOException {
    return new ByteArrayInputStream(read(path));
  }

  /**
   * What is in a folder, sorted by name; a link to a folder is followed. What disappears meanwhile
   * may be missing.
   *
   * @throws java.nio.file.NotDirectoryException if the path is something else
   * @throws java.nio.file.NoSuchFileException if nothing is there
   */
  List<FileEntry> list(Path directory) throws IOException;

  /** Whether the policy lets this path be written, deleted or created. */
  boolean isWritable(Path path);

  /**
   * Makes all edits, in order, or none: when one fails, those before it are undone before the
   * exception is thrown.
   *
   * @throws UnsupportedOperationException if an edit is of a kind that cannot be made here
   */
  void apply(List<FileEdit> edits) throws IOException;
}
