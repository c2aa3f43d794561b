package dev.codex.sandbox.launch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts processes from threads that outlive them.
 *
 * <p>The kernel's "die with parent" means the parent's thread: a process that was started by a
 * thread from a pool, or by the carrier of a virtual thread, is killed when that thread ends. Such
 * a thread ends only when none of its processes is alive and there was nothing to do for a while.
 * There are as many as can start at once: a start keeps a processor busy to its end.
 */
public final class Spawner {

  private static final long IDLE = TimeUnit.SECONDS.toNanos(10);

  private static final int MAX_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final ThreadFactory factory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  // guarded by lock
  private final Deque<FutureTask<Process>> waiting = new ArrayDeque<>();
  private int threads;
  private int idle;

  public Spawner() {
    this(Spawner::thread);
  }

  /** The same with other threads. */
  Spawner(ThreadFactory factory) {
    this.factory = factory;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "codex-sandbox-spawner");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts a process.
   *
   * @throws IOException if there is no process to be had, or no thread to start it from
   */
  public Process start(ProcessBuilder builder) throws IOException {
    FutureTask<Process> task = new FutureTask<>(builder::start);
    lock.lock();
    try {
      waiting.add(task);
      arrived.signal();
      if (waiting.size() > idle && threads < MAX_THREADS) {
        addThread(task);
      }
    } finally {
      lock.unlock();
    }
    return result(task);
  }

  /** Called with the lock held. Without a new thread the others do the work, if there are any. */
  private void addThread(FutureTask<Process> task) throws IOException {
    threads++;
    try {
      factory.newThread(this::run).start();
    } catch (OutOfMemoryError e) { // what Java throws where the system has no thread
      threads--;
      if (threads == 0) {
        waiting.remove(task);
        throw new IOException("No thread could be started for the command. End some first.", e);
      }
    }
  }

  /** Starting takes a few milliseconds, so an interrupt waits for it, lest a process gets lost. */
  private static Process result(FutureTask<Process> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    List<Process> children = new ArrayList<>();
    for (FutureTask<Process> task = next(children); task != null; task = next(children)) {
      task.run();
      try {
        children.add(task.get());
      } catch (ExecutionException | InterruptedException e) {
        // told to whoever wanted the process
      }
    }
  }

  /** The next task, or null when this thread may end. */
  private @org.jspecify.annotations.Nullable FutureTask<Process> next(List<Process> children) {
    lock.lock();
    try {
      long left = IDLE;
      while (waiting.isEmpty()) {
        if (left <= 0) {
          children.removeIf(child -> !child.isAlive());
          if (children.isEmpty()) {
            threads--;
            return null;
          }
          left = IDLE;
        }
        idle++;
        try {
          left = arrived.awaitNanos(left);
        } finally {
          idle--;
        }
      }
      if (children.size() > 64) {
        children.removeIf(child -> !child.isAlive());
      }
      return waiting.remove();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e); // nobody else has this thread
    } finally {
      lock.unlock();
    }
  }
}
