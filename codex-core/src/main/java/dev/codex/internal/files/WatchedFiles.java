package dev.codex.internal.files;

import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Files that tell somebody of every edit before it is made. */
record WatchedFiles(FileAccess files, Consumer<List<FileEdit>> before) implements ForwardingFiles {

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    before.accept(edits);
    files.apply(edits);
  }
}
