package dev.codex.sandbox.remote.process;

import dev.codex.exec.ProcessLostException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a process did, from the thread that hears of it to those that wait for it: output, exit code
 * and end. Above the limit the hearing thread is made to wait, which slows the process down.
 */
public final class OutputBuffer extends InputStream {

  /** Memory that one unread process may take. */
  public static final long LIMIT = 8 << 20;

  /** The same where the executor was told to wait: what was under way by then still arrives. */
  private static final long OVERRUN = 4 * LIMIT;

  private static final int TAIL = 8 << 10;

  /** As for local commands: a child that was left behind may hold the pipe for ever. */
  private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);

  private final BooleanSupplier connected;
  private final LongConsumer allow;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // all guarded by lock
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private final OutputAllowance allowance = new OutputAllowance(LIMIT);
  private int from;
  private long buffered;
  private final byte[] tail = new byte[TAIL];
  private long total;
  private boolean ended;
  private boolean abandoned;
  private OptionalInt exitCode = OptionalInt.empty();
  private long lastNews;
  private @Nullable ProcessLostException lost;

  /**
   * An empty buffer.
   *
   * @param connected whether news can arrive at all just now
   * @param allow tells the executor up to which byte it may send; called without any lock
   */
  public OutputBuffer(BooleanSupplier connected, LongConsumer allow) {
    this.connected = connected;
    this.allow = allow;
  }

  public void publish(ProcessEvent event) {
    lock.lock();
    try {
      lastNews = System.nanoTime();
      if (event instanceof ProcessEvent.Output output) {
        append(output.bytes());
      } else if (event instanceof ProcessEvent.Exited exit) {
        exitCode = OptionalInt.of(exit.code());
      } else {
        ended = true;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void append(byte[] bytes) {
    for (int i = Math.max(0, bytes.length - TAIL); i < bytes.length; i++) {
      tail[(int) ((total + i) % TAIL)] = bytes[i];
    }
    total += bytes.length;
    allowance.received(bytes.length);
    if (bytes.length > 0 && !abandoned) {
      chunks.add(bytes);
      buffered += bytes.length;
    }
  }

  /** The end, without an exit code if there is none yet: whoever reads or waits gets to know. */
  public void lose(String reason) {
    lock.lock();
    try {
      if (!ended) {
        lost = new ProcessLostException(reason, lastOutput());
        ended = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private byte[] lastOutput() {
    int length = (int) Math.min(total, TAIL);
    byte[] last = new byte[length];
    for (int i = 0; i < length; i++) {
      last[i] = tail[(int) ((total - length + i) % TAIL)];
    }
    return last;
  }

  public boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Tells the executor to wait for the reader if that has much to catch up with. */
  public void slowDown(BooleanSupplier stillOpen) {
    OptionalLong allowed;
    lock.lock();
    try {
      allowed = abandoned ? OptionalLong.empty() : allowance.overrun();
    } finally {
      lock.unlock();
    }
    allowed.ifPresent(allow);
    awaitRoom(OVERRUN, stillOpen);
  }

  /** There is a new connection; what was said on the old one may have been lost. */
  public void resumed() {
    OptionalLong allowed;
    lock.lock();
    try {
      allowed = allowance.again();
    } finally {
      lock.unlock();
    }
    allowed.ifPresent(allow);
  }

  /** Waits until the reader has caught up, or nobody is left to care. */
  public void awaitRoom(BooleanSupplier stillOpen) {
    awaitRoom(LIMIT, stillOpen);
  }

  private void awaitRoom(long limit, BooleanSupplier stillOpen) {
    lock.lock();
    try {
      while (buffered > limit && !abandoned && stillOpen.getAsBoolean()) {
        long unused = changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The exit code, -1 if the process is lost; empty if it still runs after this long. */
  public OptionalInt waitFor(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lock();
    try {
      while (exitCode.isEmpty() && lost == null) {
        if (left <= 0) {
          return OptionalInt.empty();
        }
        left = changed.awaitNanos(left);
      }
      return exitCode.isPresent() ? exitCode : OptionalInt.of(-1);
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
    OptionalLong allowed;
    int count;
    lock.lock();
    try {
      byte[] chunk = awaitChunk();
      if (chunk == null) {
        return -1;
      }
      count = Math.min(length, chunk.length - from);
      System.arraycopy(chunk, from, target, offset, count);
      from += count;
      if (from == chunk.length) {
        chunks.remove();
        from = 0;
      }
      buffered -= count;
      if (buffered <= LIMIT && buffered + count > LIMIT) {
        changed.signalAll();
      }
      allowed = allowance.consumed(count);
    } finally {
      lock.unlock();
    }
    allowed.ifPresent(allow);
    return count;
  }

  private byte @Nullable [] awaitChunk() throws IOException {
    try {
      while (chunks.isEmpty()) {
        if (abandoned) {
          return null;
        }
        if (lost != null) {
          throw new ProcessLostException(String.valueOf(lost.getMessage()), lost.lastOutput());
        }
        if (ended || isLeftBehind()) {
          return null;
        }
        if (exitCode.isPresent()) {
          changed.awaitNanos(GRACE / 10);
        } else {
          changed.await();
        }
      }
      return chunks.peek();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for output");
    }
  }

  private boolean isLeftBehind() {
    if (!connected.getAsBoolean()) {
      lastNews = System.nanoTime();
    }
    return exitCode.isPresent() && System.nanoTime() - lastNews > GRACE;
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
      return (int) Math.min(Integer.MAX_VALUE, buffered);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the stream for its reader and drops what was not read. */
  @Override
  public void close() {
    OptionalLong allowed;
    lock.lock();
    try {
      abandoned = true;
      allowed = allowance.abandoned();
      chunks.clear();
      buffered = 0;
      from = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    allowed.ifPresent(allow);
  }

  @Override
  public String toString() {
    return "OutputBuffer" + Arrays.asList(total, exitCode);
  }
}
