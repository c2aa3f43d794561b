package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.GitAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  /** In a git folder: programs, what names programs, and what leads to other such folders. */
  private static final List<String> PROGRAMS =
      List.of("hooks", "config", "config.worktree", "modules", "worktrees", "commondir");

  /** In a git folder: what says which commit is meant. */
  private static final List<String> REFERENCES = List.of("refs", "logs", "HEAD", "packed-refs");

  /** Those that git takes for an answer if somebody makes them. */
  private static final List<String> NEVER_NEW = List.of("hooks", "commondir");

  private ProtectedNames() {}

  /**
   * The mounts that close them.
   *
   * @throws SandboxUnavailableException for a symbolic link, which a command could replace
   */
  static List<Mount> below(Path root, GitAccess git) {
    List<Mount> mounts = new ArrayList<>();
    for (String name : NAMES) {
      Path path = root.resolve(name);
      if (Files.isSymbolicLink(path)) {
        throw new SandboxUnavailableException(path
            + " is a symbolic link, which cannot be kept from being replaced. Put what it points to"
            + " in its place, or leave its folder out of the writable roots.");
      }
      if (isThere(path) && !Placeholders.isOne(path)) {
        mounts.addAll(present(path, git));
      } else {
        mounts.add(new Mount.Blocked(path));
      }
    }
    return mounts;
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The mounts that close one that is there. */
  static List<Mount> present(Path path, GitAccess git) {
    if (git == GitAccess.READ_ONLY || !path.endsWith(".git") || !canBeOpened(path)) {
      return List.of(new Mount.ReadOnly(path));
    }
    List<Mount> mounts = new ArrayList<>(List.of(new Mount.Writable(path)));
    for (String name : PROGRAMS) {
      Path part = path.resolve(name);
      if (isThere(part) && !Placeholders.isOne(part)) {
        mounts.add(new Mount.ReadOnly(part));
      } else if (NEVER_NEW.contains(name)) {
        mounts.add(new Mount.Blocked(part));
      }
    }
    if (git == GitAccess.INDEX_AND_OBJECTS) {
      REFERENCES.stream()
          .map(path::resolve)
          .filter(ProtectedNames::isThere)
          .forEach(part -> mounts.add(new Mount.ReadOnly(part)));
    }
    return mounts;
  }

  /** Not a pointer to elsewhere, and no second configuration that could be made. */
  private static boolean canBeOpened(Path git) {
    try {
      return Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)
          && !Files.readString(git.resolve("config"), StandardCharsets.ISO_8859_1)
              .toLowerCase(java.util.Locale.ROOT)
              .contains("worktreeconfig");
    } catch (IOException e) {
      return false;
    }
  }
}
