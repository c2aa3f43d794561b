package dev.codex.internal.change;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a file was at some time.
 *
 * @param status empty if there was none
 * @param content of a regular file; null if it was not kept
 */
record Baseline(Optional<FileStatus> status, byte @Nullable [] content) {

  static final Baseline ABSENT = new Baseline(Optional.empty(), null);

  /** Beyond this a content is not kept. */
  private static final long MAX_SIZE = 16 << 20;

  /** Looks at a file now. What cannot be read counts as not kept. */
  static Baseline of(Path path, FileAccess files) throws IOException {
    Optional<FileStatus> status = files.status(path);
    return status.isEmpty() ? ABSENT : new Baseline(status, content(path, status.get(), files));
  }

  private static byte @Nullable [] content(Path path, FileStatus status, FileAccess files) {
    if (status.kind() != FileStatus.Kind.FILE || status.size() > MAX_SIZE) {
      return null;
    }
    try {
      return files.read(path);
    } catch (IOException e) {
      return null; // nobody may read it, or it has just gone
    }
  }

  boolean isFile() {
    return status.filter(found -> found.kind() == FileStatus.Kind.FILE).isPresent();
  }

  boolean isLink() {
    return status.filter(found -> found.kind() == FileStatus.Kind.SYMBOLIC_LINK).isPresent();
  }

  /** Files and links are what a diff is about; folders come and go with them. */
  boolean isThere() {
    return isFile() || isLink();
  }

  boolean isExecutable() {
    return status.filter(found -> (found.mode() & 0100) != 0).isPresent();
  }

  String linkTarget() {
    return status.flatMap(FileStatus::linkTarget).map(Path::toString).orElse("");
  }
}
