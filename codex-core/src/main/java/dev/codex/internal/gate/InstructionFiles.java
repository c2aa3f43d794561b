package dev.codex.internal.gate;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Files that tell agents what to do, or what they may. Whoever writes one speaks to every session
 * to come, so a model does not do that by itself.
 */
final class InstructionFiles {

  private static final Set<String> NAMES = Set.of(
      "agents.md",
      "agents.override.md",
      "claude.md",
      "gemini.md",
      "skill.md",
      ".cursorrules",
      ".mcp.json");
  private static final Set<String> FOLDERS = Set.of(".codex", ".agents", ".claude", ".cursor");

  private InstructionFiles() {}

  static boolean contains(Path path) {
    String name = lower(path.getFileName());
    if (NAMES.contains(name) || name.endsWith(".rules")) {
      return true;
    }
    for (Path part : path) {
      if (FOLDERS.contains(lower(part))) {
        return true;
      }
    }
    return false;
  }

  /** On some disks a name in other letters is the same file. */
  private static String lower(Path name) {
    return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
  }
}
