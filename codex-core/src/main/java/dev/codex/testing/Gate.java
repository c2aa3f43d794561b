package dev.codex.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A place where a scripted answer or command stops until the test lets it go on, so that a test
 * of steering, interrupting or time-outs needs no sleep: {@link #awaitArrival()}, act, {@link
 * #open()}.
 */
public final class Gate {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<Runnable> waiting = new ArrayList<>(); // guarded by lock
  private boolean open; // guarded by lock
  private int arrivals; // guarded by lock

  public Gate() {}

  /** Lets everything pass, now and later. */
  public void open() {
    List<Runnable> released;
    lock.lock();
    try {
      open = true;
      released = List.copyOf(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    released.forEach(Runnable::run);
  }

  /**
   * Returns once something has come to this gate, be it still there or not.
   *
   * @throws AssertionError if nothing comes within 20 seconds
   */
  public void awaitArrival() {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (arrivals == 0) {
        if (left <= 0) {
          throw new AssertionError(
              "Nothing came to the gate within " + PATIENCE.toSeconds() + " s.");
        }
        left = arrived.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for something to come to the gate.", e);
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Counts an arrival; the listener runs when the gate opens, at once if it is open. */
  void arrive(Runnable whenOpen) {
    lock.lock();
    try {
      arrivals++;
      arrived.signalAll();
      if (!open) {
        waiting.add(whenOpen);
        return;
      }
    } finally {
      lock.unlock();
    }
    whenOpen.run();
  }
}
