package dev.codex.tools.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * How many folders a folder has directly below it. On the usual file systems of Linux each of them
 * links back to it, so that one look at the folder saves one at each of its files: those looks are
 * four fifths of a walk.
 */
final class SubfolderCount {

  /** So many that each entry has to be looked at. */
  static final int UNKNOWN = Integer.MAX_VALUE;

  /** Those known to count. Others may report any number, for instance over a network. */
  private static final Set<String> COUNTING =
      Set.of("ext2", "ext3", "ext4", "xfs", "tmpfs", "overlay");

  private static final int OWN_LINKS = 2; // its name and its "."

  private final boolean counts;
  private final Object device; // others may be mounted below

  private SubfolderCount(boolean counts, Object device) {
    this.counts = counts;
    this.device = device;
  }

  static SubfolderCount below(Path root) throws IOException {
    if (!root.getFileSystem().supportedFileAttributeViews().contains("unix")
        || !COUNTING.contains(Files.getFileStore(root).type())) {
      return new SubfolderCount(false, "");
    }
    return new SubfolderCount(true, Files.getAttribute(root, "unix:dev"));
  }

  int of(Path folder) throws IOException {
    if (!counts) {
      return UNKNOWN;
    }
    Map<String, Object> facts =
        Files.readAttributes(folder, "unix:dev,nlink", LinkOption.NOFOLLOW_LINKS);
    int links = facts.get("nlink") instanceof Integer count ? count : 0;
    boolean isCounted = device.equals(facts.get("dev")) && links >= OWN_LINKS; // 1 says too many
    return isCounted ? links - OWN_LINKS : UNKNOWN;
  }
}
