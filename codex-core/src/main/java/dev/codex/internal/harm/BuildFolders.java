package dev.codex.internal.harm;

import java.nio.file.Path;
import java.util.Set;

/** Folders that builds make again, so that nothing is lost with them. */
final class BuildFolders {

  private static final Set<String> NAMES = Set.of(
      "node_modules",
      "target",
      "build",
      "dist",
      "out",
      "bin",
      "obj",
      ".gradle",
      "__pycache__",
      ".pytest_cache",
      ".mypy_cache",
      ".venv",
      "venv",
      ".tox",
      ".next",
      ".cache",
      "coverage");

  private BuildFolders() {}

  static boolean contains(Path folder) {
    return NAMES.contains(String.valueOf(folder.getFileName()));
  }

  /** Whether one of these folders is such a one. */
  static boolean containsOneOf(Path folders) {
    for (Path part : folders) {
      if (NAMES.contains(part.toString())) {
        return true;
      }
    }
    return false;
  }
}
