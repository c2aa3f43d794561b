package dev.codex.sandbox.remote;

import dev.codex.error.CodexException;
import dev.codex.exec.Command;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileStatus;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A series of edits over there that can be undone, as long as the executor can be reached. */
final class RemoteChanges {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RemoteFiles files;
  private final FileCalls calls;
  private final RemoteSandbox sandbox;
  private final SandboxPolicy policy;
  private final Deque<Step> undo = new ArrayDeque<>();

  RemoteChanges(RemoteFiles files, FileCalls calls, RemoteSandbox sandbox, SandboxPolicy policy) {
    this.files = files;
    this.calls = calls;
    this.sandbox = sandbox;
    this.policy = policy;
  }

  void make(FileEdit edit) throws IOException {
    if (edit instanceof FileEdit.Write write) {
      write(write);
    } else if (edit instanceof FileEdit.Delete delete) {
      delete(delete.path());
    }
  }

  private void write(FileEdit.Write write) throws IOException {
    Path path = write.path();
    Optional<FileStatus> before = files.status(path);
    if (before.isPresent() && before.get().kind() == FileStatus.Kind.DIRECTORY) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    if (before.isEmpty()) {
      makeFolders(path.getParent());
      undo.push(() -> calls.remove(path));
    } else {
      byte[] content = calls.read(path);
      undo.push(() -> calls.write(path, content));
    }
    calls.write(path, write.content());
    if (write.mode().isPresent()) {
      setMode(path, write.mode());
    }
  }

  private void makeFolders(@Nullable Path folder) throws IOException {
    if (folder == null || files.status(folder).isPresent()) {
      return;
    }
    makeFolders(folder.getParent());
    calls.createDirectory(folder);
    undo.push(() -> calls.remove(folder));
  }

  private void delete(Path path) throws IOException {
    FileStatus before =
        files.status(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
    if (before.kind() == FileStatus.Kind.DIRECTORY) {
      throw new FileSystemException(
          path.toString(), null, "Is a directory; only files can be deleted");
    }
    if (before.kind() == FileStatus.Kind.FILE) {
      byte[] content = calls.read(path);
      undo.push(() -> {
        calls.write(path, content);
        if (before.mode() != 0) {
          setMode(path, OptionalInt.of(before.mode()));
        }
      });
    } else {
      undo.push(() -> {
        throw new IOException("What was at " + path + " was no file and cannot be made again.");
      });
    }
    calls.remove(path);
  }

  /** The protocol has no modes, so a command sets them, under the same policy. */
  private void setMode(Path path, OptionalInt mode) throws IOException {
    Path folder = path.getParent();
    Command command = Command.of(
        folder == null ? path : folder,
        "chmod",
        Integer.toOctalString(mode.getAsInt()),
        path.toString());
    try (RunningCommand running = sandbox.start(command, policy)) {
      OptionalInt exit = running.waitFor(PATIENCE);
      if (exit.isEmpty() || exit.getAsInt() != 0) {
        throw new FileSystemException(
            path.toString(), null, "chmod failed with " + exit + " over there");
      }
    } catch (CodexException e) {
      throw new IOException("The mode of " + path + " could not be set: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw Pace.interrupted();
    }
  }

  /** Takes everything back, newest first; what goes wrong meanwhile is added to the cause. */
  void undo(Exception cause) {
    while (!undo.isEmpty()) {
      try {
        undo.pop().run();
      } catch (IOException | RuntimeException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
