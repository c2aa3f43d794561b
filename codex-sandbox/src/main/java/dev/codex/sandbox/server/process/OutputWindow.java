package dev.codex.sandbox.server.process;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much a process may write before its client has read enough of it, so that one process that is
 * not read does not hold up the connection of all others. Nothing is held back until the client
 * says so. While it is away, what it did not want to have yet waits, lest it be forgotten here.
 */
public final class OutputWindow {

  private static final long NONE = -1;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition widened = lock.newCondition();
  private long limit = NONE; // guarded by lock
  private boolean over; // guarded by lock

  /** Counted from the beginning of the process; it only grows, in whatever order it is told. */
  public void limit(long bytes) {
    lock.lock();
    try {
      limit = Math.max(limit, bytes);
      widened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** No limit any more: the process is being ended. */
  public void end() {
    lock.lock();
    try {
      over = true;
      widened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits as long as so much is more than the client wants. */
  public void await(long bytes) {
    lock.lock();
    try {
      while (limit != NONE && bytes >= limit && !over) {
        widened.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
