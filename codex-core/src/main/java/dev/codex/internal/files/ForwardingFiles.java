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

/** Files that stand before others: all is passed on but for what an implementation takes over. */
public interface ForwardingFiles extends FileAccess {

  /** The files behind, asked for at every use. */
  FileAccess files();

  @Override
  default Optional<FileStatus> status(Path path) throws IOException {
    return files().status(path);
  }

  @Override
  default byte[] read(Path path) throws IOException {
    return files().read(path);
  }

  @Override
  default InputStream open(Path path) throws IOException {
    return files().open(path);
  }

  @Override
  default List<FileEntry> list(Path directory) throws IOException {
    return files().list(directory);
  }

  @Override
  default boolean isWritable(Path path) {
    return files().isWritable(path);
  }

  @Override
  default void apply(List<FileEdit> edits) throws IOException {
    files().apply(edits);
  }
}
