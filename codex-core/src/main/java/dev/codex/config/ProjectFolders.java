package dev.codex.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Where a project begins and what names it when somebody trusts it. */
final class ProjectFolders {

  private ProjectFolders() {}

  /** The nearest folder, from this one up, that holds one of the markers. */
  static Optional<Path> root(Path folder, List<String> markers) {
    for (Path at = folder; at != null; at = at.getParent()) {
      Path here = at;
      if (markers.stream().anyMatch(marker -> Files.exists(here.resolve(marker)))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** From the root down to the folder, both included. */
  static List<Path> between(Path root, Path folder) {
    List<Path> folders = new ArrayList<>();
    for (Path at = folder; at != null && at.startsWith(root); at = at.getParent()) {
      folders.add(at);
    }
    Collections.reverse(folders);
    return folders;
  }

  /**
   * The folders whose trust covers this one: itself, the repository, and for a work tree of git the
   * repository that it belongs to.
   */
  static List<Path> trustKeys(Path folder) {
    List<Path> keys = new ArrayList<>(List.of(folder));
    root(folder, List.of(".git")).ifPresent(root -> {
      keys.add(root);
      mainRepository(root.resolve(".git")).ifPresent(keys::add);
    });
    return keys;
  }

  /** A work tree's {@code .git} is a file that names {@code MAIN/.git/worktrees/NAME}. */
  private static Optional<Path> mainRepository(Path git) {
    if (!Files.isRegularFile(git)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(git).strip();
      int marker = text.indexOf("/.git/worktrees/");
      return text.startsWith("gitdir:") && marker > 0
          ? Optional.of(Path.of(text.substring("gitdir:".length(), marker).strip()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
