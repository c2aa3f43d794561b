package dev.codex.internal.gate;

import dev.codex.tool.Cancellation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of the host on threads of its own, so that whoever hangs is left behind and the turn
 * goes on. A thread that is left behind was interrupted; if it does not heed that, nobody waits.
 */
public final class HostCode {

  private final Executor executor;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  public HostCode(Executor executor) {
    this.executor = executor;
  }

  /** What came of the code. */
  sealed interface Answer<T> {

    /** It returned; the value may be null, which no host code should give. */
    record Given<T>(@Nullable T value) implements Answer<T> {}

    record Failed<T>(Throwable cause) implements Answer<T> {}

    /** It took too long. */
    record Late<T>() implements Answer<T> {}

    /** The turn was interrupted before it returned. */
    record Cancelled<T>() implements Answer<T> {}
  }

  /** Whether that thread runs code of the host for us now, and so must not wait for our end. */
  public boolean runsOn(Thread thread) {
    return threads.contains(thread);
  }

  <T> Answer<T> run(Supplier<@Nullable T> code, Duration limit, Cancellation cancellation) {
    Task<T> task = new Task<>(code);
    try {
      executor.execute(task);
    } catch (RuntimeException | Error e) { // no thread to be had
      return new Answer.Failed<>(e);
    }
    try (Cancellation.Registration ignored =
        cancellation.onCancel(() -> task.giveUp(new Answer.Cancelled<>()))) {
      return task.await(limit);
    }
  }

  /** The same for what has to be done all the same if whoever waits is interrupted meanwhile. */
  <T> Answer<T> runToItsEnd(Supplier<@Nullable T> code, Duration limit) {
    Task<T> task = new Task<>(code);
    try {
      executor.execute(task);
    } catch (RuntimeException | Error e) { // no thread to be had
      return new Answer.Failed<>(e);
    }
    return task.awaitUninterrupted(limit);
  }

  /** On this thread, for code that says of itself that it cannot hang. */
  static <T> Answer<T> runHere(Supplier<@Nullable T> code) {
    try {
      return new Answer.Given<>(code.get());
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      return new Answer.Failed<>(e);
    }
  }

  private static long nanos(Duration limit) {
    try {
      return limit.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** One run. */
  private final class Task<T> implements Runnable {
    private final Supplier<@Nullable T> code;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread worker; // guarded by lock: set while the code runs
    private @Nullable Answer<T> answer; // guarded by lock: the first one stays

    Task(Supplier<@Nullable T> code) {
      this.code = code;
    }

    @Override
    public void run() {
      Thread thread = Thread.currentThread();
      if (!begin(thread)) {
        return;
      }
      threads.add(thread);
      Answer<T> outcome;
      try {
        outcome = new Answer.Given<>(code.get());
      } catch (Throwable e) { // the thread's top: whoever waits must hear of it
        outcome = new Answer.Failed<>(e);
      }
      threads.remove(thread);
      end(outcome);
    }

    private boolean begin(Thread thread) {
      lock.lock();
      try {
        if (answer == null) {
          worker = thread;
        }
        return answer == null;
      } finally {
        lock.unlock();
      }
    }

    private void end(Answer<T> outcome) {
      lock.lock();
      try {
        worker = null;
        if (answer == null) {
          answer = outcome;
        }
      } finally {
        lock.unlock();
        Thread.interrupted(); // it was for the code, not for the pool's next task
      }
      ended.countDown();
    }

    void giveUp(Answer<T> why) {
      lock.lock();
      try {
        if (answer == null) {
          answer = why;
          if (worker != null) {
            worker.interrupt();
          }
        }
      } finally {
        lock.unlock();
      }
      ended.countDown();
    }

    Answer<T> await(Duration limit) {
      try {
        if (!ended.await(nanos(limit), TimeUnit.NANOSECONDS)) {
          giveUp(new Answer.Late<>());
        }
      } catch (InterruptedException e) {
        giveUp(new Answer.Cancelled<>());
        Thread.currentThread().interrupt();
      }
      return answer();
    }

    Answer<T> awaitUninterrupted(Duration limit) {
      long begun = System.nanoTime();
      boolean interrupted = false;
      try {
        while (true) {
          try {
            long left = nanos(limit) - (System.nanoTime() - begun);
            if (!ended.await(left, TimeUnit.NANOSECONDS)) {
              giveUp(new Answer.Late<>());
            }
            return answer();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private Answer<T> answer() {
      lock.lock();
      try {
        return answer != null ? answer : new Answer.Late<>();
      } finally {
        lock.unlock();
      }
    }
  }
}
