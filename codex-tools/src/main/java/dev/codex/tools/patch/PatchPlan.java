package dev.codex.tools.patch;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.item.ChangedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a patch would do to the files that are there now, completely checked. Making a plan only
 * reads; {@link #apply} writes all of it or nothing.
 */
public final class PatchPlan {

  private final List<Hunk> hunks;
  private final List<FileEdit> edits;
  private final List<PlannedChange> changes;
  private final List<String> replaced;
  private final List<String> notes;

  private PatchPlan(List<Hunk> hunks, PlanBuilder builder) {
    this.hunks = hunks;
    this.edits = List.copyOf(builder.edits());
    this.changes = builder.changes().stream()
        .sorted(Comparator.comparing(PlannedChange::path))
        .toList();
    this.replaced = List.copyOf(builder.replaced());
    this.notes = List.copyOf(builder.notes());
  }

  /**
   * Plans a patch.
   *
   * @param workingDirectory what the patch's relative paths start from
   * @throws PatchException if it does not fit; the message tells a model what to correct
   */
  public static PatchPlan of(Patch patch, Path workingDirectory, FileAccess files) {
    PlanBuilder builder = new PlanBuilder(workingDirectory, files);
    builder.addAll(patch.hunks());
    return new PatchPlan(patch.hunks(), builder);
  }

  /** In the order in which they have to be made. */
  public List<FileEdit> edits() {
    return edits;
  }

  /**
   * One per file of the patch, sorted by path. To be asked for before the plan is applied, since a
   * deleted file is read for it.
   */
  public List<ChangedFile> changes() {
    return changes.stream().map(change -> change.file().get()).toList();
  }

  /** Every path that is written or deleted, both ends of a move included. */
  public List<Path> paths() {
    return edits.stream().map(FileEdit::path).distinct().toList();
  }

  /** Files that the patch adds although they exist, as it spells them: their content is lost. */
  public List<String> replaced() {
    return replaced;
  }

  /**
   * What a model should hear besides {@link #summary()}, a line each: which files it replaced that
   * it meant to add, and where its lines fitted only nearly.
   */
  public List<String> notes() {
    return Stream.concat(
            replaced.stream()
                .map(path -> path + " existed. All that it had was replaced; to keep the rest of a"
                    + " file, use *** Update File."),
            notes.stream())
        .toList();
  }

  /** What to tell the model afterwards: the files as the patch spells them. */
  public String summary() {
    return summary(hunks);
  }

  /**
   * Writes the files.
   *
   * @throws IOException if it cannot be done; nothing has changed then
   */
  public void apply(FileAccess files) throws IOException {
    files.apply(edits);
  }

  static String summary(List<Hunk> hunks) {
    StringBuilder added = new StringBuilder();
    StringBuilder modified = new StringBuilder();
    StringBuilder deleted = new StringBuilder();
    for (Hunk hunk : hunks) {
      if (hunk instanceof Hunk.Add add) {
        added.append("A ").append(add.path()).append('\n');
      } else if (hunk instanceof Hunk.Update update) {
        modified.append("M ").append(update.moveTo().orElse(update.path())).append('\n');
      } else {
        deleted.append("D ").append(hunk.path()).append('\n');
      }
    }
    return "Success. Updated the following files:\n" + added + modified + deleted;
  }
}
