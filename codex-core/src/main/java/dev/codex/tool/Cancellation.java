package dev.codex.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Tells a call that it is no longer wanted. Safe from any thread; once cancelled, for good. */
public final class Cancellation {

  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean cancelled;

  // guarded by lock; a listener runs once and outside the lock
  private final List<Runnable> listeners = new ArrayList<>(2);

  public Cancellation() {}

  public boolean isCancelled() {
    return cancelled;
  }

  /** Cancels and runs the listeners on this thread, in order of registration. */
  public void cancel() {
    List<Runnable> toRun;
    lock.lock();
    try {
      if (cancelled) {
        return;
      }
      cancelled = true;
      toRun = List.copyOf(listeners);
      listeners.clear();
    } finally {
      lock.unlock();
    }
    toRun.forEach(Runnable::run);
  }

  /**
   * Runs the listener on cancellation, at once if that has happened already. It must be quick and
   * must not throw.
   *
   * @return closing it takes the listener back
   */
  public Registration onCancel(Runnable listener) {
    lock.lock();
    try {
      if (!cancelled) {
        listeners.add(listener);
        return () -> remove(listener);
      }
    } finally {
      lock.unlock();
    }
    listener.run();
    return () -> {};
  }

  private void remove(Runnable listener) {
    lock.lock();
    try {
      listeners.remove(listener);
    } finally {
      lock.unlock();
    }
  }

  /** A listener that can be taken back. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
