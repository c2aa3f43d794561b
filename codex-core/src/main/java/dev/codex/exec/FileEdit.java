package dev.codex.exec;

import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * One step of a change to files. Paths are absolute.
 *
 * <p>More kinds will come: a {@code switch} over edits needs a {@code default}, and whoever makes
 * edits refuses what it does not know with an {@link UnsupportedOperationException}.
 */
public sealed interface FileEdit
    permits FileEdit.Write,
        FileEdit.Delete,
        FileEdit.CreateDirectory,
        FileEdit.DeleteDirectory,
        FileEdit.CreateSymbolicLink,
        FileEdit.SetMode,
        FutureEdit {

  Path path();

  /** Writes a file, new or not, and keeps the mode of an existing one. */
  static FileEdit write(Path path, byte[] content) {
    return new Write(path, content, OptionalInt.empty());
  }

  static FileEdit delete(Path path) {
    return new Delete(path);
  }

  static FileEdit createDirectory(Path path) {
    return new CreateDirectory(path, OptionalInt.empty());
  }

  static FileEdit deleteDirectory(Path path) {
    return new DeleteDirectory(path);
  }

  static FileEdit createSymbolicLink(Path path, Path target) {
    return new CreateSymbolicLink(path, target);
  }

  /**
   * Sets permissions.
   *
   * @param mode POSIX permission bits, at most 0777
   */
  static FileEdit setMode(Path path, int mode) {
    return new SetMode(path, mode);
  }

  /**
   * Writes a file; missing folders above it are made. A symbolic link is followed.
   *
   * @param content owned by the edit from now on
   * @param mode POSIX permission bits; empty keeps those of the existing file
   */
  record Write(Path path, byte[] content, OptionalInt mode) implements FileEdit {}

  /** Deletes a file; a symbolic link is deleted, not followed. */
  record Delete(Path path) implements FileEdit {}

  /**
   * Makes a folder and what is missing above it; one that is there already stays.
   *
   * @param mode POSIX permission bits; empty leaves them to the system, or as they are
   */
  record CreateDirectory(Path path, OptionalInt mode) implements FileEdit {}

  /** Deletes a folder, which must be empty by then. */
  record DeleteDirectory(Path path) implements FileEdit {}

  /**
   * Makes a symbolic link where nothing is; missing folders above it are made.
   *
   * @param target as the link shall spell it; need not exist
   */
  record CreateSymbolicLink(Path path, Path target) implements FileEdit {
    public CreateSymbolicLink {
      Objects.requireNonNull(target, "target");
    }
  }

  /**
   * Sets the permissions of a file or a folder.
   *
   * @param mode POSIX permission bits, at most 0777
   */
  record SetMode(Path path, int mode) implements FileEdit {
    public SetMode {
      if (mode < 0 || mode > 0777) {
        throw new IllegalArgumentException("The mode 0" + Integer.toOctalString(mode) + " of "
            + path + " has more than permission bits; use at most 0777.");
      }
    }
  }
}
