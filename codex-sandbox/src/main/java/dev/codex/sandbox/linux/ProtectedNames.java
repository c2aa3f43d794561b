package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What stays closed at the top of a writable folder, there or not: whoever writes there runs code
 * later and outside of any sandbox. Where a file system takes several spellings for the same name,
 * a mount covers all of them.
 */
final class ProtectedNames {

  static final List<String> NAMES = List.of(".git", ".codex", ".agents");

  private ProtectedNames() {}

  /**
   * The mounts that close them.
   *
   * @throws SandboxUnavailableException for a symbolic link, which a command could replace
   */
  static List<Mount> below(Path root) {
    List<Mount> mounts = new ArrayList<>();
    for (String name : NAMES) {
      Path path = root.resolve(name);
      if (Files.isSymbolicLink(path)) {
        throw new SandboxUnavailableException(path
            + " is a symbolic link, which cannot be kept from being replaced. Put what it points to"
            + " in its place, or leave its folder out of the writable roots.");
      }
      boolean isThere = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
      mounts.add(
          isThere && !Placeholders.isOne(path)
              ? new Mount.ReadOnly(path)
              : new Mount.Blocked(path));
    }
    return mounts;
  }
}
