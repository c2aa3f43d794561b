package dev.codex.sandbox.remote;

import dev.codex.error.CodexException;
import dev.codex.exec.Command;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileStatus;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A series of edits on an executor that cannot make them all at once. They can be undone, as long
 * as it can be reached. What the protocol has no method for is done by a command.
 */
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
    Path path = edit.path();
    if (edit instanceof FileEdit.Write write) {
      write(write);
    } else if (edit instanceof FileEdit.Delete) {
      delete(path);
    } else if (edit instanceof FileEdit.CreateDirectory create) {
      makeFolders(path);
      setMode(path, create.mode());
    } else if (edit instanceof FileEdit.DeleteDirectory) {
      deleteDirectory(path);
    } else if (edit instanceof FileEdit.CreateSymbolicLink link) {
      createLink(link);
    } else if (edit instanceof FileEdit.SetMode set) {
      need(path);
      setMode(path, OptionalInt.of(set.mode()));
    } else {
      throw new UnsupportedOperationException(
          "Edits like " + edit.getClass().getSimpleName() + " cannot be made on an executor.");
    }
  }

  private FileStatus need(Path path) throws IOException {
    return files.status(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
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
    setMode(path, write.mode());
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
    FileStatus before = need(path);
    if (before.kind() == FileStatus.Kind.DIRECTORY) {
      throw new FileSystemException(
          path.toString(), null, "Is a directory; only files can be deleted");
    }
    if (before.kind() == FileStatus.Kind.SYMBOLIC_LINK) {
      String target = run(path, "readlink", "-n", path.toString());
      undo.push(() -> run(path, "ln", "-s", target, path.toString()));
    } else {
      byte[] content = calls.read(path);
      String mode = run(path, "stat", "-c", "%a", path.toString()).strip();
      undo.push(() -> {
        calls.write(path, content);
        run(path, "chmod", mode, path.toString());
      });
    }
    calls.remove(path);
  }

  private void deleteDirectory(Path path) throws IOException {
    if (need(path).kind() != FileStatus.Kind.DIRECTORY) {
      throw new FileSystemException(path.toString(), null, "Is no folder");
    }
    calls.remove(path);
    undo.push(() -> calls.createDirectory(path));
  }

  private void createLink(FileEdit.CreateSymbolicLink link) throws IOException {
    Path path = link.path();
    if (files.status(path).isPresent()) {
      throw new FileAlreadyExistsException(path.toString());
    }
    makeFolders(path.getParent());
    run(path, "ln", "-s", link.target().toString(), path.toString());
    undo.push(() -> calls.remove(path));
  }

  private void setMode(Path path, OptionalInt mode) throws IOException {
    if (mode.isPresent()) {
      String before = run(path, "stat", "-c", "%a", path.toString()).strip();
      run(path, "chmod", Integer.toOctalString(mode.getAsInt()), path.toString());
      undo.push(() -> run(path, "chmod", before, path.toString()));
    }
  }

  /** Runs a command beside the path, under the same policy, and gives what it printed. */
  private String run(Path path, String... words) throws IOException {
    Path folder = path.getParent();
    Command command = Command.of(folder == null ? path : folder, words);
    try (RunningCommand running = sandbox.start(command, policy)) {
      String output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      OptionalInt exit = running.waitFor(PATIENCE);
      if (exit.isEmpty() || exit.getAsInt() != 0) {
        throw new FileSystemException(path.toString(), null, words[0] + " failed: " + output);
      }
      return output;
    } catch (CodexException e) {
      throw new IOException(words[0] + " could not be run for " + path + ": " + e.getMessage(), e);
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
