package dev.codex.sandbox.process;

import dev.codex.exec.Command;
import dev.codex.exec.TerminalSize;
import dev.codex.sandbox.launch.FollowedCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A child process of this JVM. */
public final class LocalCommand implements FollowedCommand {

  private static final int CTRL_C = 3;

  private final Process process;
  private final ProcessTree tree;
  private final OutputPipe output;
  private final Kind kind;
  private final Executor readers;
  private volatile @Nullable FollowedOutput followed;
  private final AtomicBoolean closed = new AtomicBoolean();

  private enum Kind {
    PIPES,
    TERMINAL
  }

  private LocalCommand(Process process, ProcessTree tree, Kind kind, Executor readers) {
    this.process = process;
    this.output = new OutputPipe(process, readers);
    this.tree = tree;
    this.kind = kind;
    this.readers = readers;
  }

  /**
   * Takes over a process whose two output streams are one.
   *
   * @param command what it was started for; if that wants a terminal, it has gone through {@link
   *     Terminals}
   */
  public static LocalCommand of(
      Process process, Command command, ProcessTree tree, Executor readers) {
    Kind kind = command.terminal().isPresent() ? Kind.TERMINAL : Kind.PIPES;
    return new LocalCommand(process, tree, kind, readers);
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public void follow(Listener listener) {
    FollowedOutput following = new FollowedOutput(process, listener, readers);
    followed = following;
    readers.execute(following);
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
  public void interrupt() {
    if (!process.isAlive()) {
      return;
    }
    if (kind == Kind.PIPES) {
      tree.interrupt();
      return;
    }
    try {
      input().write(CTRL_C);
      input().flush();
    } catch (IOException e) {
      // it has exited
    }
  }

  @Override
  public void resize(TerminalSize size) {
    if (kind == Kind.TERMINAL && process.isAlive()) {
      Terminals.resize(process.toHandle(), size);
    }
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
    FollowedOutput following = followed;
    if (following == null) {
      output.close();
    } else {
      following.end();
    }
    try (InputStream error = process.getErrorStream()) {
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
