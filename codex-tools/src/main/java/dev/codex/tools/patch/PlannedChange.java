package dev.codex.tools.patch;

import dev.codex.exec.FileAccess;
import dev.codex.internal.diff.UnifiedDiff;
import dev.codex.item.ChangedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;

/** What a patch does to one file; the diff is made only for whoever wants to see it. */
record PlannedChange(Path path, Supplier<ChangedFile> file) {

  private static final int CONTEXT = 1;

  static PlannedChange add(Path path, byte[] content) {
    return new PlannedChange(
        path, () -> file(path, ChangedFile.Kind.ADD).diff(text(content)).build());
  }

  static PlannedChange update(Path path, Path target, byte[] before, byte[] after) {
    return new PlannedChange(path, () -> {
      ChangedFile.Builder file = file(path, ChangedFile.Kind.UPDATE);
      if (!target.equals(path)) {
        file.movedTo(target);
      }
      return file.diff(UnifiedDiff.of(before, after, CONTEXT)).build();
    });
  }

  static PlannedChange delete(Path path, FileAccess files) {
    return new PlannedChange(
        path, () -> file(path, ChangedFile.Kind.DELETE).diff(read(path, files)).build());
  }

  private static ChangedFile.Builder file(Path path, ChangedFile.Kind kind) {
    return ChangedFile.builder().path(path).kind(kind);
  }

  private static String read(Path path, FileAccess files) {
    try {
      return text(files.read(path));
    } catch (IOException e) {
      return ""; // it goes without being looked at
    }
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
