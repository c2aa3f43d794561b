package dev.codex.internal.change;

import dev.codex.internal.diff.GitDiff;
import dev.codex.internal.diff.UnifiedDiff;
import dev.codex.item.ChangedFile;
import dev.codex.policy.Secrets;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a turn has changed. It is compared only when somebody asks. */
public final class TurnChanges {

  public static final TurnChanges NONE = new TurnChanges(Path.of(""), List.of(), Secrets.none());

  private static final int CONTEXT = 1;

  private final Path root;
  private final List<Delta> deltas;
  private final Secrets secrets;

  /** @param root what the paths of the diff start from */
  TurnChanges(Path root, List<Delta> deltas) {
    this(root, deltas, Secrets.none());
  }

  private TurnChanges(Path root, List<Delta> deltas, Secrets secrets) {
    this.root = root;
    this.secrets = secrets;
    this.deltas = deltas.stream().sorted(Comparator.comparing(Delta::path)).toList();
  }

  /** The same changes, told without these values. */
  public TurnChanges without(Secrets values) {
    return new TurnChanges(root, deltas, values);
  }

  /** One per file, sorted by path. */
  public List<ChangedFile> files() {
    List<ChangedFile> files = new ArrayList<>();
    for (Delta delta : deltas) {
      ChangedFile file = file(delta);
      files.add(file.toBuilder().diff(secrets.redact(file.diff())).build());
    }
    return List.copyOf(files);
  }

  private static ChangedFile file(Delta delta) {
    ChangedFile.Builder file = ChangedFile.builder().path(delta.path());
    if (!delta.before().isThere()) {
      return file.kind(ChangedFile.Kind.ADD).diff(text(delta.after())).build();
    }
    if (!delta.after().isThere()) {
      return file.kind(ChangedFile.Kind.DELETE).diff(text(delta.before())).build();
    }
    if (!delta.path().equals(delta.target())) {
      file.movedTo(delta.target());
    }
    byte[] before = content(delta.before());
    byte[] after = content(delta.after());
    return file.kind(ChangedFile.Kind.UPDATE).diff(difference(before, after)).build();
  }

  private static String difference(byte @Nullable [] before, byte @Nullable [] after) {
    return before != null && after != null && GitDiff.isText(before) && GitDiff.isText(after)
        ? UnifiedDiff.of(before, after, CONTEXT)
        : "";
  }

  private static String text(Baseline file) {
    byte[] content = content(file);
    return content != null && GitDiff.isText(content)
        ? new String(content, StandardCharsets.UTF_8)
        : "";
  }

  private static byte @Nullable [] content(Baseline file) {
    return file.isLink() ? file.linkTarget().getBytes(StandardCharsets.UTF_8) : file.content();
  }

  /** All of it as {@code git diff --full-index} says it, without files that were not kept. */
  public String diff() {
    StringBuilder diff = new StringBuilder();
    for (Delta delta : deltas) {
      GitDiff.Side before = side(delta.path(), delta.before());
      GitDiff.Side after = side(delta.target(), delta.after());
      if (before != null && after != null) {
        diff.append(GitDiff.changed(before, after));
      } else if (after != null) {
        diff.append(delta.before().isThere() ? "" : GitDiff.added(after));
      } else if (before != null) {
        diff.append(delta.after().isThere() ? "" : GitDiff.deleted(before));
      }
    }
    return secrets.redact(diff.toString());
  }

  private GitDiff.@Nullable Side side(Path path, Baseline file) {
    if (file.isLink()) {
      return GitDiff.Side.link(spelled(path), file.linkTarget());
    }
    byte[] content = file.content();
    return content == null ? null : GitDiff.Side.file(spelled(path), file.isExecutable(), content);
  }

  private String spelled(Path path) {
    Path shown = path.startsWith(root) ? root.relativize(path) : path;
    return shown.toString().replace(File.separatorChar, '/');
  }
}
