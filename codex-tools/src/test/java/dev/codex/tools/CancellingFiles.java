package dev.codex.tools;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.tool.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files whose reader is cancelled as soon as it looks at one. */
record CancellingFiles(FileAccess files, Cancellation cancellation) implements FileAccess {

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    cancellation.cancel();
    return files.status(path);
  }

  @Override
  public byte[] read(Path path) throws IOException {
    cancellation.cancel();
    return files.read(path);
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    cancellation.cancel();
    return files.list(directory);
  }

  @Override
  public boolean isWritable(Path path) {
    return files.isWritable(path);
  }

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    files.apply(edits);
  }
}
