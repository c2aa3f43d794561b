package dev.codex.internal.thread;

import dev.codex.tool.Cancellation;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The time that a call may take. When it is over the call is cancelled; a tool that does not listen
 * to that, as one that waits in a library does not, has its thread interrupted a little later; and
 * one that is deaf to this as well is left behind.
 */
public final class Expiry {

  private final Threads threads;
  private final Cancellation cancellation;
  private final Runnable leave;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Thread working; // guarded by lock
  private @Nullable Future<?> alarm; // guarded by lock
  private volatile boolean over;

  /**
   * @param leave called when the call is given up; not holding a lock
   */
  public Expiry(Threads threads, Cancellation cancellation, Runnable leave) {
    this.threads = threads;
    this.cancellation = cancellation;
    this.leave = leave;
  }

  /** Starts the clock for what this thread does from now on. */
  public void begin(Duration timeout) {
    lock.lock();
    try {
      working = Thread.currentThread();
      alarm = threads.after(timeout, this::expire);
    } finally {
      lock.unlock();
    }
  }

  /** Stops the clock; this thread is not interrupted afterwards. */
  public void end() {
    lock.lock();
    try {
      working = null;
      if (alarm != null) {
        alarm.cancel(false);
      }
      if (over) {
        Thread.interrupted(); // it was for the tool, not for those who read its result
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the time was up before the end. */
  public boolean isOver() {
    return over;
  }

  private void expire() {
    lock.lock();
    try {
      if (working == null) {
        return;
      }
      over = true;
      alarm = threads.after(TurnThread.GRACE, this::interrupt);
    } finally {
      lock.unlock();
    }
    cancellation.cancel();
  }

  private void interrupt() {
    lock.lock();
    try {
      if (working != null) {
        working.interrupt();
        alarm = threads.after(TurnThread.GRACE, this::giveUp);
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveUp() {
    lock.lock();
    try {
      if (working == null) {
        return;
      }
    } finally {
      lock.unlock();
    }
    leave.run();
  }
}
