package dev.codex.sandbox.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a Unix file system keeps about a file besides its content.
 *
 * @param mode permission bits
 */
record UnixMode(int mode, int owner, int group, int links) {

  static final int PERMISSIONS = 0777;

  /** What a file has where the file system keeps none of this. */
  static final UnixMode NONE = new UnixMode(0, 0, 0, 1);

  static boolean isSupported(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  static UnixMode of(Path file) throws IOException {
    if (!isSupported(file)) {
      return NONE;
    }
    Map<String, Object> values =
        Files.readAttributes(file, "unix:mode,uid,gid,nlink", LinkOption.NOFOLLOW_LINKS);
    return new UnixMode(
        number(values, "mode") & PERMISSIONS,
        number(values, "uid"),
        number(values, "gid"),
        number(values, "nlink"));
  }

  private static int number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name), name)).intValue();
  }

  /** Makes the file look like this; its owner only as far as this user may. */
  void giveTo(Path file) throws IOException {
    if (!isSupported(file)) {
      return;
    }
    UnixMode now = of(file);
    if (now.owner != owner || now.group != group) {
      try {
        Files.setAttribute(file, "unix:gid", group);
        Files.setAttribute(file, "unix:uid", owner);
      } catch (IOException e) {
        // only root may give files away; the content matters more
      }
    }
    setMode(file, mode);
  }

  static void setMode(Path file, int mode) throws IOException {
    if (isSupported(file)) {
      Files.setAttribute(file, "unix:mode", mode & PERMISSIONS);
    }
  }

  /** The lowest nine bits in Java's words. */
  static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // from the highest bit on
    for (int i = 0; i < all.length; i++) {
      if ((mode & 0400 >> i) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }
}
