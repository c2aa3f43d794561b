package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.CommandRunner;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.TerminalSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Children of this JVM, as plain as it makes them; remembers what it started. */
final class PlainProcesses implements CommandRunner, FileAccess {

  final List<Command> started = new CopyOnWriteArrayList<>();
  final List<Process> processes = new CopyOnWriteArrayList<>();

  @Override
  public RunningCommand start(Command command) {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command.words()))
        .directory(command.workingDirectory().toFile())
        .redirectErrorStream(true);
    // a login shell must not read the profile of who runs the tests
    builder.environment().put("HOME", command.workingDirectory().toString());
    builder.environment().putAll(command.environment());
    try {
      Process process = builder.start();
      started.add(command);
      processes.add(process);
      return new Running(process);
    } catch (IOException e) {
      throw new ToolException("No such file or directory (os error 2)", e);
    }
  }

  @Override
  public Optional<FileStatus> status(Path path) {
    return Files.exists(path)
        ? Optional.of(FileStatus.of(FileStatus.Kind.FILE, 0, 0755))
        : Optional.empty();
  }

  @Override
  public byte[] read(Path path) {
    throw new UnsupportedOperationException("exec_command reads no files");
  }

  @Override
  public List<FileEntry> list(Path directory) {
    throw new UnsupportedOperationException("exec_command lists no files");
  }

  @Override
  public boolean isWritable(Path path) {
    return false;
  }

  @Override
  public void apply(List<FileEdit> edits) {
    throw new UnsupportedOperationException("exec_command edits no files");
  }

  private record Running(Process process) implements RunningCommand {
    @Override
    public InputStream output() {
      return process.getInputStream();
    }

    @Override
    public OutputStream input() {
      return process.getOutputStream();
    }

    @Override
    public OptionalInt waitFor(Duration timeout) throws InterruptedException {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
          ? OptionalInt.of(process.exitValue())
          : OptionalInt.empty();
    }

    @Override
    public void interrupt() {
      process.toHandle().destroy();
    }

    @Override
    public void resize(TerminalSize size) {
      // these have pipes
    }

    @Override
    public void kill() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
      kill();
    }
  }
}
