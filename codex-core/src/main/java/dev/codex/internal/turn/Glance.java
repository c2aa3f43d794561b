package dev.codex.internal.turn;

import dev.codex.exec.Command;
import dev.codex.exec.CommandRunner;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.RunningCommand;
import dev.codex.internal.files.ForwardingFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;

/**
 * What a tool may use to describe a call: files that can be looked at but not changed, until it has
 * described it. Asks for the files only when they are used, since an agent without a sandbox has
 * none.
 */
final class Glance implements CommandRunner, ForwardingFiles {

  private final Assembly assembly;
  private volatile boolean over;

  Glance(Assembly assembly) {
    this.assembly = assembly;
  }

  void end() {
    over = true;
  }

  @Override
  public FileAccess files() {
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
  public void apply(List<FileEdit> edits) throws IOException {
    throw new AccessDeniedException(edits.toString(), null, "Tool.describe must not change files");
  }
}
