package dev.codex.exec;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of taking back a turn: either everything, or nothing because of the conflicts.
 *
 * @param restored what is now again as it was before the turn, sorted
 * @param conflicts why nothing was touched, sorted by path; empty if all was taken back
 */
public record UndoResult(List<Path> restored, List<Conflict> conflicts) {

  public UndoResult {
    restored = List.copyOf(restored);
    conflicts = List.copyOf(conflicts);
  }

  public boolean isDone() {
    return conflicts.isEmpty();
  }

  /** A path that cannot be taken back without losing something. */
  public record Conflict(Path path, String reason) {
    @Override
    public String toString() {
      return path + ": " + reason;
    }
  }

  @Override
  public String toString() {
    if (!isDone()) {
      StringBuilder text = new StringBuilder("Nothing was taken back:");
      conflicts.forEach(conflict -> text.append("\n  ").append(conflict));
      return text.toString();
    }
    return restored.isEmpty()
        ? "There was nothing to take back."
        : "Taken back: " + restored.size() + (restored.size() == 1 ? " path" : " paths");
  }
}
