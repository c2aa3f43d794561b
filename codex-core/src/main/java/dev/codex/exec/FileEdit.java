package dev.codex.exec;

import java.nio.file.Path;
import java.util.OptionalInt;

/** One step of a change to files. Paths are absolute. */
public sealed interface FileEdit {

  Path path();

  /** Writes a file, new or not, and keeps the mode of an existing one. */
  static FileEdit write(Path path, byte[] content) {
    return new Write(path, content, OptionalInt.empty());
  }

  static FileEdit delete(Path path) {
    return new Delete(path);
  }

  /**
   * Writes a file; missing folders above it are made.
   *
   * @param content owned by the edit from now on
   * @param mode POSIX permission bits; empty keeps those of the existing file
   */
  record Write(Path path, byte[] content, OptionalInt mode) implements FileEdit {}

  /** Deletes a file; a symbolic link is deleted, not followed. */
  record Delete(Path path) implements FileEdit {}
}
