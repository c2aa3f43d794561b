package dev.codex.sandbox.linux;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.policy.PathRule;
import dev.codex.policy.PathRule.Access;
import dev.codex.policy.SandboxPolicy.Profile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Adds to what can be written what a profile denies and what it lets be read again. */
final class ProfileMounts {

  private static final Path ROOT = Path.of("/");
  private static final int MAX_MATCHES = 8192;
  private static final int MAX_ENTRIES = 100_000;

  private final Profile profile;
  private final MountTable table;

  ProfileMounts(Profile profile, MountTable table) {
    this.profile = profile;
    this.table = table;
  }

  void add() {
    for (PathRule rule : profile.rules()) {
      if (rule.access() != Access.WRITE) {
        List<Path> paths = rule.isGlob() ? matches(rule) : List.of(rule.base());
        paths.forEach(path -> add(rule.access(), path));
      }
    }
  }

  private void add(Access access, Path path) {
    Path real = real(path);
    if (real == null) {
      blockMissing(access, path);
    } else if (access == Access.DENY) {
      table.force(hidden(real));
    } else if (!table.isWritableRoot(real) && isReadable(real)) {
      table.force(new Mount.ReadOnly(real));
      if (!real.equals(path) && Files.isSymbolicLink(path)) {
        link(path, real);
      }
    }
  }

  private boolean isReadable(Path path) {
    return profile.access(path) == Access.READ;
  }

  /** Where the folder around is hidden, so is the link that leads to what can be read. */
  private void link(Path path, Path target) {
    if (path.getParent() != null && profile.access(path.getParent()) == Access.DENY) {
      table.force(new Mount.Link(path, target));
    }
  }

  /** What may neither be read nor written must not be made either. */
  private void blockMissing(Access access, Path path) {
    Path folder = path.getParent();
    if (access == Access.DENY
        && table.hasWritableAbove(path)
        && folder != null
        && Files.isDirectory(folder)) {
      table.force(new Mount.Blocked(path));
    }
  }

  private Mount hidden(Path path) {
    if (!Files.isDirectory(path)) {
      return new Mount.HiddenFile(path);
    }
    boolean isPassable = profile.rules().stream()
        .anyMatch(rule -> rule.access() != Access.DENY && rule.base().startsWith(path));
    return new Mount.HiddenFolder(path, isPassable ? Mount.Inside.PASSABLE : Mount.Inside.CLOSED);
  }

  private static @org.jspecify.annotations.Nullable Path real(Path path) {
    try {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? path.toRealPath() : null;
    } catch (IOException e) {
      return null; // a link to nowhere
    }
  }

  private static List<Path> matches(PathRule rule) {
    if (rule.base().equals(ROOT)) {
      throw new SandboxUnavailableException("The pattern " + rule.pattern()
          + " would mean to look through the whole file system. Begin it with a folder.");
    }
    List<Path> matches = new ArrayList<>();
    Deque<File> waiting = new ArrayDeque<>(List.of(rule.base().toFile()));
    int entries = 0;
    while (!waiting.isEmpty()) {
      File folder = waiting.remove();
      String[] names = folder.list();
      entries += names == null ? 0 : names.length;
      if (entries > MAX_ENTRIES || matches.size() > MAX_MATCHES) {
        throw new SandboxUnavailableException("The pattern " + rule.pattern()
            + " is about too many files to be enforced. Name a smaller folder.");
      }
      for (String name : names == null ? new String[0] : names) {
        File entry = new File(folder, name);
        Path path = entry.toPath();
        if (rule.matches(path)) {
          matches.add(path);
        } else if (entry.isDirectory() && !Files.isSymbolicLink(path)) {
          waiting.add(entry);
        }
      }
    }
    return matches;
  }
}
