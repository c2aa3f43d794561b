package dev.codex.internal.turn;

import dev.codex.exec.CommandRunner;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.exec.Sandbox;
import dev.codex.internal.change.ChangeTracker;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an invocation may use, before and after the gate. */
final class Capabilities {

  /** While a tool only describes what it would do, it may start nothing. */
  static final CommandRunner NO_COMMANDS = command -> {
    throw new IllegalStateException(
        "Tool.describe must not run anything; commands may be started in Tool.call.");
  };

  private Capabilities() {}

  /** Files that can be looked at but not changed: what describing a patch needs. */
  static FileAccess readOnly(Assembly assembly) {
    return new Guarded(() -> assembly.sandbox().files(assembly.sandboxPolicy()), null);
  }

  static FileAccess files(Sandbox sandbox, SandboxPolicy policy, ChangeTracker changes) {
    return new Guarded(() -> sandbox.files(policy), changes);
  }

  /** Asks for the files only when they are used, since an agent without a sandbox has none. */
  private record Guarded(
      Supplier<FileAccess> files, @Nullable ChangeTracker changes) implements FileAccess {

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
      if (changes == null) {
        throw new AccessDeniedException(
            edits.toString(), null, "Tool.describe must not change files");
      }
      FileAccess target = files.get();
      changes.beforeEdits(edits, target);
      target.apply(edits);
    }
  }
}
