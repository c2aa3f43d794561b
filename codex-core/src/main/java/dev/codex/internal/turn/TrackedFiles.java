package dev.codex.internal.turn;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.internal.change.ChangeTracker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Files whose changes are told to the turn. They are asked for only when they are used, since an
 * agent without a sandbox has none.
 */
record TrackedFiles(Supplier<FileAccess> files, ChangeTracker changes) implements FileAccess {

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    return files.get().status(path);
  }

  @Override
  public byte[] read(Path path) throws IOException {
    return files.get().read(path);
  }

  @Override
  public InputStream open(Path path) throws IOException {
    return files.get().open(path);
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    return files.get().list(directory);
  }

  @Override
  public boolean isWritable(Path path) {
    return files.get().isWritable(path);
  }

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    FileAccess target = files.get();
    changes.beforeEdits(edits, target);
    target.apply(edits);
  }
}
