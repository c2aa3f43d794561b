package dev.codex.sandbox.process;

import dev.codex.exec.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A child process of this JVM. */
public final class LocalCommand implements RunningCommand {

  private final Process process;
  private final ProcessTree tree;
  private final OutputPipe output;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalCommand(Process process, ProcessTree tree) {
    this.process = process;
    this.output = new OutputPipe(process);
    this.tree = tree;
  }

  /** Takes over a process whose two output streams are one. */
  public static LocalCommand of(Process process, ProcessTree tree, Executor readers) {
    LocalCommand command = new LocalCommand(process, tree);
    readers.execute(command.output::fill);
    return command;
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public OptionalInt waitFor(Duration timeout) throws InterruptedException {
    // the exit code of a signal is 128 + n already: Process does that on every Unix
    return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  @Override
  public void kill() {
    tree.kill();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    tree.kill();
    output.close();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // what was still buffered had no reader left
    }
  }

  @Override
  public String toString() {
    return "LocalCommand[" + process.pid() + "]";
  }
}
