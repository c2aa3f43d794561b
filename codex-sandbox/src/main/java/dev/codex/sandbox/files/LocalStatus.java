package dev.codex.sandbox.files;

import dev.codex.exec.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/** Asks the operating system what is at a path, in one call where it is a Unix. */
final class LocalStatus {

  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;

  private LocalStatus() {}

  /** The status of the thing itself; throws if nothing is there. */
  static FileStatus of(Path path) throws IOException {
    return UnixMode.isSupported(path) ? unix(path) : plain(path);
  }

  private static FileStatus unix(Path path) throws IOException {
    Map<String, Object> values = Files.readAttributes(
        path, "unix:mode,size,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) value(values, "mode");
    FileStatus.Kind kind = switch (mode & TYPE) {
      case REGULAR -> FileStatus.Kind.FILE;
      case DIRECTORY -> FileStatus.Kind.DIRECTORY;
      case LINK -> FileStatus.Kind.SYMBOLIC_LINK;
      default -> FileStatus.Kind.OTHER;
    };
    return status(path, kind)
        .size(kind == FileStatus.Kind.FILE ? (Long) value(values, "size") : 0)
        .mode(mode & UnixMode.PERMISSIONS)
        .modified(((FileTime) value(values, "lastModifiedTime")).toInstant())
        .changed(((FileTime) value(values, "ctime")).toInstant())
        .build();
  }

  private static Object value(Map<String, Object> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  private static FileStatus plain(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    FileStatus.Kind kind = kind(attributes);
    return status(path, kind)
        .size(kind == FileStatus.Kind.FILE ? attributes.size() : 0)
        .modified(attributes.lastModifiedTime().toInstant())
        .build();
  }

  private static FileStatus.Kind kind(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return FileStatus.Kind.FILE;
    }
    if (attributes.isDirectory()) {
      return FileStatus.Kind.DIRECTORY;
    }
    return attributes.isSymbolicLink() ? FileStatus.Kind.SYMBOLIC_LINK : FileStatus.Kind.OTHER;
  }

  private static FileStatus.Builder status(Path path, FileStatus.Kind kind) throws IOException {
    FileStatus.Builder status = FileStatus.builder();
    status.kind(kind);
    if (kind == FileStatus.Kind.SYMBOLIC_LINK) {
      status.linkTarget(Files.readSymbolicLink(path));
    }
    return status;
  }
}
