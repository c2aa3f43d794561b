package dev.codex.internal.turn;

import dev.codex.exec.Command;
import dev.codex.exec.CommandRunner;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.exec.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a tool may use to describe a call: files that can be looked at but not changed, until it has
 * described it. Asks for the files only when they are used, since an agent without a sandbox has
 * none.
 */
final class Glance implements CommandRunner, FileAccess {

  private final Assembly assembly;
  private volatile boolean over;

  Glance(Assembly assembly) {
    this.assembly = assembly;
  }

  void end() {
    over = true;
  }

  private FileAccess files() {
    if (over) {
      throw new IllegalStateException(
          "Tool.describe is over: the files of its invocation can no longer be used.");
    }
    return assembly.sandbox().files(assembly.sandboxPolicy());
  }

  @Override
  public RunningCommand start(Command command) {
    throw new IllegalStateException(
        "Tool.describe must not run anything; commands may be started in Tool.call.");
  }

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    return files().status(path);
  }

  @Override
  public byte[] read(Path path) throws IOException {
    return files().read(path);
  }

  @Override
  public InputStream open(Path path) throws IOException {
    return files().open(path);
  }

  @Override
  public List<FileEntry> list(Path directory) throws IOException {
    return files().list(directory);
  }

  @Override
  public boolean isWritable(Path path) {
    return files().isWritable(path);
  }

  @Override
  public void apply(List<FileEdit> edits) throws IOException {
    throw new AccessDeniedException(edits.toString(), null, "Tool.describe must not change files");
  }
}
