package dev.codex.sandbox.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries a command's output from the thread that is stuck in the system call to whoever reads, so
 * that a reader can be released. Two chunks travel back and forth: one is filled while the other is
 * read, and a reader that is slow slows the command down.
 *
 * <p>The stream ends with the last writer, or once the command itself has exited, with what is in
 * the pipe then, or a moment later if there is nothing: children that it left behind hold the pipe
 * open, and write to it, for as long as they like.
 */
final class OutputPipe extends InputStream {

  private static final int FIRST_CHUNK = 4 << 10;
  private static final int CHUNK = 64 << 10;

  /** How long the first wait is after which the command is looked at; each is twice as long. */
  private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * After a wait of this length it is watched instead. Most commands are over by then, and on two
   * processors Java starts two threads for each of its own processes that is watched.
   */
  private static final long LAST_WAIT = TimeUnit.MILLISECONDS.toNanos(320);

  /**
   * Waited for only where somebody who was left behind holds the pipe. On a busy machine the
   * reading thread may not get to run for a good while, and nothing may be lost for that.
   */
  static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long LAST_LOOK = TimeUnit.MILLISECONDS.toNanos(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();

  private final Process process;
  private final Executor threads;

  // all guarded by lock
  private boolean started;
  private byte[] chunk = new byte[0];
  private int from;
  private int to;
  private boolean offered;
  private boolean ended;
  private long wait = FIRST_WAIT;
  private @Nullable CompletableFuture<Void> watch;
  private boolean exited;
  private long deadline;

  /** A pipe that takes one of these threads when it is first read. */
  OutputPipe(Process process, Executor threads) {
    this.process = process;
    this.threads = threads;
  }

  private void start() {
    if (!started) {
      started = true;
      threads.execute(this::fill);
    }
  }

  /** Reads the process's output to its end; on the thread that may be stuck. */
  private void fill() {
    byte[] next = new byte[FIRST_CHUNK];
    byte[] other = new byte[FIRST_CHUNK];
    try (InputStream source = process.getInputStream()) {
      Remainder remainder = new Remainder(process, source);
      int length = remainder.read(next);
      while (length >= 0 && offer(next, length)) {
        byte[] free = length == FIRST_CHUNK && other.length < CHUNK ? new byte[CHUNK] : other;
        other = next;
        next = free;
        length = remainder.read(next);
      }
    } catch (IOException e) {
      // the end of what can be read, as when the process was killed
    } finally {
      end();
    }
  }

  /** False if nobody wants it any more. */
  private boolean offer(byte[] bytes, int length) {
    lock.lock();
    try {
      offered = true;
      while (from < to && !ended) {
        emptied.awaitUninterruptibly();
      }
      offered = false;
      if (ended) {
        return false;
      }
      chunk = bytes;
      from = 0;
      to = length;
      filled.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      filled.signalAll();
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** From now on, an end comes without the writers' doing. */
  private void commandExited() {
    lock.lock();
    try {
      exited = true;
      deadline = System.nanoTime() + GRACE;
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      start();
      if (!awaitChunk()) {
        return -1;
      }
      int count = Math.min(length, to - from);
      System.arraycopy(chunk, from, target, offset, count);
      from += count;
      if (from == to) {
        emptied.signal();
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for something to read; false at the end. */
  private boolean awaitChunk() throws IOException {
    boolean waited = false;
    try {
      while (from == to) {
        if (ended) {
          return false;
        }
        if (!offered && exited) {
          long left = deadline - System.nanoTime();
          if (left <= 0 && waited) {
            end();
            return false;
          }
          waited = true;
          filled.awaitNanos(Math.max(left, LAST_LOOK));
        } else if (watch != null) {
          filled.await(); // the command may be doing anything
        } else if (filled.awaitNanos(wait) <= 0) {
          look();
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("Interrupted while waiting for output");
    }
  }

  /** Needs the lock; nothing has come for a while. */
  private void look() {
    if (!process.isAlive()) {
      commandExited();
    } else if (wait < LAST_WAIT) {
      wait *= 2;
    } else {
      // asynchronous, so that the lock is never taken twice by this thread's doing
      watch = process.onExit().thenRunAsync(this::commandExited);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int available() {
    lock.lock();
    try {
      start();
      return to - from;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the stream for its reader and drops what was not read. */
  @Override
  public void close() {
    boolean untouched;
    lock.lock();
    try {
      untouched = !started;
      started = true;
      from = to;
      end();
    } finally {
      lock.unlock();
    }
    if (untouched) {
      try {
        process.getInputStream().close();
      } catch (IOException e) {
        // nobody read it, so nobody misses it
      }
    }
  }
}
