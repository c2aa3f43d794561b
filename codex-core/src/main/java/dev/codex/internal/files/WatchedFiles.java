package dev.codex.internal.files;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Files that tell somebody of every edit before it is made. */
record WatchedFiles(FileAccess files, Consumer<List<FileEdit>> before) implements FileAccess {

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    return files.status(path);
  }

  @Override
  public byte[] read(Path path) throws IOException {
    return files.read(path);
  }

  @Override
  public InputStream open(Path path) throws IOException {
    return files.open(path);
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    return files.list(directory);
  }

  @Override
  public boolean isWritable(Path path) {
    return files.isWritable(path);
  }

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    before.accept(edits);
    files.apply(edits);
  }
}
