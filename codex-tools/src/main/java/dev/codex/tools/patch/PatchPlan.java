package dev.codex.tools.patch;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.item.ChangedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What a patch would do to the files that are there now, completely checked. Making a plan only
 * reads; {@link #apply} writes all of it or nothing.
 */
public final class PatchPlan {

  private final List<Hunk> hunks;
  private final List<FileEdit> edits;
  private final List<PlannedChange> changes;
  private final List<String> replaced;
  private final List<String> approximations;

  private PatchPlan(List<Hunk> hunks, PlanBuilder builder) {
    this.hunks = hunks;
    this.edits = List.copyOf(builder.edits());
    this.changes = builder.changes().stream()
        .sorted(Comparator.comparing(PlannedChange::path))
        .toList();
    this.replaced = List.copyOf(builder.replaced());
    this.approximations = List.copyOf(builder.approximations());
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
   * Where lines of the patch fitted only nearly, a sentence each: for people, since Codex tells its
   * models nothing of it.
   */
  public List<String> approximations() {
    return approximations;
  }

  /** What to tell the model afterwards: the files as the patch spells them, and what was lost. */
  public String summary() {
    StringBuilder text = new StringBuilder(summary(hunks));
    for (String path : replaced) {
      text.append("Note: ")
          .append(path)
          .append(" existed. All that it had was replaced; to keep the rest of a file, use"
              + " *** Update File.\n");
    }
    return text.toString();
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
