package dev.codex.tools.shell;

import dev.codex.exec.CommandRunner;
import dev.codex.exec.ProcessLostException;
import dev.codex.exec.RunningCommand;
import dev.codex.item.CommandExecution;
import dev.codex.item.WorkStatus;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Progress;
import dev.codex.tools.shell.output.SessionOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A command from its start to its end. Its output is read on a thread of its own, so that calls can
 * come, wait for a while and go. Safe from any thread.
 */
final class ShellSession implements AutoCloseable {

  /** What is told of a command that we ended and that left no exit code of its own. */
  private static final int ENDED_BY_US = -1;

  /** How a command ended whose executor is gone is not known. */
  private static final int LOST = -1;

  static final int TIMED_OUT = 124;

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration TYPING_PATIENCE = Duration.ofMillis(100);
  private static final long CLOSE_PATIENCE = TimeUnit.SECONDS.toNanos(3);

  private final RunningCommand running;
  private final ShellOrigin origin;
  private final CommandExecution item;
  private final Progress progress;
  private final SessionOutput output;
  private final CompletableFuture<Void> clock = new CompletableFuture<>();
  private final long start = System.nanoTime();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private OptionalInt exitCode = OptionalInt.empty(); // guarded by lock
  private boolean over; // guarded by lock
  private @Nullable Throwable failure; // guarded by lock

  // guarded by lock
  private CompletableFuture<Void> typing = CompletableFuture.completedFuture(null);

  private volatile boolean timedOut;
  private volatile boolean closed;

  ShellSession(
      RunningCommand running,
      ShellOrigin origin,
      CommandExecution item,
      Progress progress,
      SessionOutput output) {
    this.running = running;
    this.origin = origin;
    this.item = item;
    this.progress = progress;
    this.output = output;
  }

  /** Begins to follow the command. */
  ShellSession follow(Executor threads) {
    progress.started(item);
    origin.lifetime().ifPresent(this::endAfter);
    threads.execute(this::run);
    return this;
  }

  private void endAfter(Duration lifetime) {
    // to complete the clock is all it takes to call this off
    CompletableFuture<Void> unused = clock
        .orTimeout(lifetime.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionallyAsync(late -> {
          timedOut = true;
          running.kill();
          return null;
        });
  }

  private void run() {
    OptionalInt exit = OptionalInt.empty();
    try (running) {
      readAll(running.output());
      // a command may close its output long before it ends
      while (exit.isEmpty()) {
        exit = running.waitFor(LONG);
      }
    } catch (ProcessLostException e) {
      exit = OptionalInt.of(LOST);
      say("\n" + e.getMessage() + "\n");
    } catch (IOException | InterruptedException e) {
      exit = OptionalInt.empty(); // cut off; what was read so far is kept
    } catch (RuntimeException | Error e) { // the top of this thread: whoever waits must hear of it
      fail(e);
    } finally {
      clock.complete(null);
      end(timedOut ? OptionalInt.of(TIMED_OUT) : exit);
    }
  }

  private void readAll(InputStream source) throws IOException {
    OutputDeltas deltas = new OutputDeltas(text -> progress.output(item.id(), text));
    byte[] buffer = new byte[OutputDeltas.MAX_BYTES];
    int length;
    while ((length = source.read(buffer)) >= 0) {
      output.append(buffer, length);
      deltas.append(buffer, length);
    }
    deltas.end();
  }

  /** What the model has to know stands where it looks for what happened. */
  private void say(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    output.append(bytes, Math.min(bytes.length, OutputDeltas.MAX_BYTES));
  }

  private void fail(Throwable e) {
    lock.lock();
    try {
      failure = e;
    } finally {
      lock.unlock();
    }
  }

  /** Watchers hear of the end before whoever waits for it does. */
  private void end(OptionalInt exit) {
    OptionalInt code = closed ? OptionalInt.of(ENDED_BY_US) : exit;
    try {
      progress.completed(completed(code));
    } finally {
      lock.lock();
      try {
        exitCode = code;
        over = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** The command as it has ended. */
  CommandExecution completed(OptionalInt code) {
    int exit = code.orElse(ENDED_BY_US);
    return item.toBuilder()
        .status(exit == 0 ? WorkStatus.COMPLETED : WorkStatus.FAILED)
        .exitCode(exit)
        .output(output.all().whole())
        .duration(age())
        .build();
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Waits for the end; false if the command still runs after that time. */
  boolean await(Duration time) throws InterruptedException {
    return await(time, new Cancellation());
  }

  /** The same, but gives up when that is cancelled and {@link #wakeAll} is called. */
  boolean await(Duration time, Cancellation cancellation) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = time.toNanos();
      while (!over && left > 0 && !cancellation.isCancelled()) {
        left = changed.awaitNanos(left);
      }
      if (failure != null) {
        throw new IllegalStateException("The output of a command could not be followed", failure);
      }
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Makes everybody who waits look at what they wait for. */
  void wakeAll() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes to the command's input. A program that does not read lets the write wait on its own
   * thread, and nothing more can be written until it does.
   *
   * @return false if what was written before still waits after that time
   */
  boolean type(String text, Duration patience, Executor threads) throws InterruptedException {
    CompletableFuture<Void> before;
    lock.lock();
    try {
      before = typing;
    } finally {
      lock.unlock();
    }
    if (!isDone(before, patience)) {
      return false;
    }
    CompletableFuture<Void> now = CompletableFuture.runAsync(() -> write(text), threads);
    lock.lock();
    try {
      typing = now;
    } finally {
      lock.unlock();
    }
    isDone(now, TYPING_PATIENCE);
    return true;
  }

  private static boolean isDone(CompletableFuture<Void> write, Duration patience)
      throws InterruptedException {
    try {
      write.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // the command has ended; that shows soon
    }
  }

  private void write(String text) {
    try {
      OutputStream input = running.input();
      input.write(text.getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  /** Empty while the command runs, and if it was cut off. */
  OptionalInt exitCode() {
    lock.lock();
    try {
      return exitCode;
    } finally {
      lock.unlock();
    }
  }

  boolean isTimedOut() {
    return timedOut;
  }

  ShellOrigin origin() {
    return origin;
  }

  RunningCommand running() {
    return running;
  }

  SessionOutput output() {
    return output;
  }

  /** From now on the command may outlive the call that started it. */
  void keep(CommandRunner runner) {
    runner.keep(running);
  }

  /** Ends the command; its output so far is still read. */
  void kill() {
    running.kill();
  }

  /** Ends the command and waits a moment for the last of its output. */
  @Override
  public void close() {
    closed = !isOver();
    running.kill();
    boolean interrupted = Thread.interrupted();
    try {
      await(Duration.ofNanos(CLOSE_PATIENCE));
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IllegalStateException e) {
      // it cannot be followed, and does not have to be any more
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
