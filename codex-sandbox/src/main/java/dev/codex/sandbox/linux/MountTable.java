package dev.codex.sandbox.linux;

import dev.codex.policy.NetworkAccess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Collects mounts, one for a path, and puts them in order. */
final class MountTable {

  private static final Path ROOT = Path.of("/");

  private final Map<Path, Mount> mounts = new HashMap<>();
  private final Set<Path> writable = new HashSet<>();
  private final Predicate<Path> isWritable;

  /**
   * An empty table.
   *
   * @param isWritable whether a folder below a writable one is writable itself
   */
  MountTable(Predicate<Path> isWritable) {
    this.isWritable = isWritable;
  }

  /** Makes a folder writable; all of them before anything else. */
  void write(Path folder) {
    writable.add(folder);
    mounts.put(folder, new Mount.Writable(folder));
  }

  /** Pins all writable folders that lie in other ones. */
  void pinWritable() {
    writable.forEach(this::pin);
  }

  boolean isWritableRoot(Path path) {
    return writable.contains(path);
  }

  boolean hasWritableAbove(Path path) {
    return writable.stream().anyMatch(root -> path.startsWith(root) && !path.equals(root));
  }

  /** Unless the path has a mount already. */
  void add(Mount mount) {
    pin(mount.path());
    mounts.putIfAbsent(mount.path(), mount);
  }

  /** Whatever the path had before. */
  void force(Mount mount) {
    pin(mount.path());
    mounts.put(mount.path(), mount);
  }

  /**
   * The folders between a writable one and something below it: a folder can be renamed, and another
   * be put in its place, unless something is mounted on it.
   */
  private void pin(Path path) {
    List<Path> pins = new ArrayList<>();
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      if (writable.contains(above)) {
        pins.stream()
            .filter(isWritable)
            .forEach(pin -> mounts.putIfAbsent(pin, new Mount.Writable(pin)));
        return;
      }
      pins.add(above);
    }
  }

  /** Outer folders first: what is mounted later covers what lies below it. */
  Confinement confinement(NetworkAccess network) {
    mounts.putIfAbsent(ROOT, new Mount.ReadOnly(ROOT));
    List<Mount> ordered = mounts.values().stream()
        .sorted(Comparator.<Mount>comparingInt(mount -> mount.path().getNameCount())
            .thenComparing(Mount::path))
        .toList();
    return new Confinement(ordered, network);
  }
}
