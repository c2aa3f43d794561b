package dev.codex.sandbox.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What changes whenever a file does, for the price of one look. The time of the last change of the
 * inode (ctime) is what tells: unlike the time of modification, programs cannot set it back.
 *
 * @param changed nanoseconds since 1970
 */
record Stamp(FileState.Kind kind, int mode, long size, long changed, long inode) {

  // Coarse clocks step every 4 or 10 ms: a file changed this close to a look may change again
  // without a new stamp.
  private static final long CLOCK_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final int TYPE = 0170000;
  private static final int PERMISSIONS = 07777;

  static Stamp of(Path path) throws IOException {
    Map<String, Object> values =
        Files.readAttributes(path, "unix:mode,size,ctime,ino", LinkOption.NOFOLLOW_LINKS);
    int mode = ((Number) value(values, "mode")).intValue();
    FileTime changed = (FileTime) value(values, "ctime");
    return new Stamp(
        kind(mode & TYPE),
        mode & PERMISSIONS,
        ((Number) value(values, "size")).longValue(),
        changed.to(TimeUnit.NANOSECONDS),
        ((Number) value(values, "ino")).longValue());
  }

  private static Object value(Map<String, Object> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private static FileState.Kind kind(int type) {
    return switch (type) {
      case 0100000 -> FileState.Kind.FILE;
      case 0040000 -> FileState.Kind.DIRECTORY;
      case 0120000 -> FileState.Kind.LINK;
      default -> FileState.Kind.OTHER;
    };
  }

  /** Whether a later look that finds the same stamp finds the same content. */
  boolean isSettled(long lookedAtNanos) {
    return changed < lookedAtNanos - CLOCK_STEP_NANOS;
  }
}
