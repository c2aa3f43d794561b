package dev.codex.internal.harm;

import dev.codex.exec.FileStatus;
import dev.codex.exec.FileStatus.Kind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which files are still somewhere else if they go: in git, or with whoever made them in this
 * session. Made for one look.
 */
public final class Copies {

  private final Territory territory;
  private final Predicate<Path> made;
  private final Map<Path, GitIndex> indexes = new HashMap<>(); // by the folder of the repository

  /**
   * Made for one look.
   *
   * @param made whether the session has made a file out of nothing
   */
  public Copies(Territory territory, Predicate<Path> made) {
    this.territory = territory;
    this.made = made;
  }

  /** The first of these files that has no copy. */
  public Optional<Path> without(List<Path> files) {
    return files.stream().filter(file -> !isElsewhere(file)).findFirst();
  }

  private boolean isElsewhere(Path file) {
    Optional<FileStatus> status = territory.status(file);
    return status.isEmpty()
        || status.get().kind() != Kind.FILE
        || status.get().size() == 0
        || made.test(file)
        || territory.isTemporary(file)
        || territory.folders(file).filter(BuildFolders::containsOneOf).isPresent()
        || isInGit(file, status.get());
  }

  private boolean isInGit(Path file, FileStatus status) {
    return territory
        .repository(file)
        .map(
            root -> indexes.computeIfAbsent(root, folder -> GitIndex.of(territory.files(), folder)))
        .filter(index -> index.has(file, status))
        .isPresent();
  }
}
