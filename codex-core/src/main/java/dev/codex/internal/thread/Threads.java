package dev.codex.internal.thread;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where turns and calls run: virtual threads where the JVM has them, else daemon threads that are
 * reused and go when they are idle. Nothing here keeps a JVM alive or needs to be closed.
 */
public final class Threads {

  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

  private static final long IDLE_SECONDS = 5;
  /** A timer cannot count further than some centuries; nobody waits for this one either. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final long PACE = TimeUnit.SECONDS.toNanos(1);

  private final Executor executor;
  private final ScheduledThreadPoolExecutor timer;
  private final AtomicBoolean paced = new AtomicBoolean();

  private Threads(Executor executor) {
    this.executor = executor;
    this.timer = new ScheduledThreadPoolExecutor(1, daemons("codex-timer-"));
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** The best that this JVM has. */
  public static Threads standard() {
    ThreadFactory virtual = virtualThreads();
    return new Threads(virtual != null ? perTask(virtual) : pool(daemons("codex-")));
  }

  /** A new thread of the host's for everything that runs. */
  public static Threads of(ThreadFactory factory) {
    return new Threads(perTask(factory));
  }

  public void run(Runnable task) {
    executor.execute(task);
  }

  /** Runs the task, on this thread if the host has none for it. */
  public void runAnyway(Runnable task) {
    try {
      run(task);
    } catch (RuntimeException e) {
      LOG.warn("There is no thread for something that cannot be left undone", e);
      task.run();
    }
  }

  /**
   * Runs the task then, unless it is cancelled before. A timer's thread wakes up for each task that
   * is due before all others, which a call's timeout would be in most rounds. So there is a task
   * that is due even sooner, and only one wake-up a second.
   */
  public ScheduledFuture<?> after(Duration delay, Runnable task) {
    long nanos = delay.compareTo(LONGEST) < 0 ? delay.toNanos() : LONGEST.toNanos();
    if (nanos > PACE && paced.compareAndSet(false, true)) {
      ScheduledFuture<?> unused =
          timer.schedule(() -> paced.set(false), PACE, TimeUnit.NANOSECONDS);
    }
    return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  private static Executor perTask(ThreadFactory factory) {
    return task -> {
      Thread thread = factory.newThread(task);
      if (thread == null) {
        throw new IllegalStateException("The thread factory of the agent made no thread.");
      }
      thread.start();
    };
  }

  private static Executor pool(ThreadFactory factory) {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** {@code Thread.ofVirtual().name("codex-", 1).factory()}, which is Java 21. */
  private static @Nullable ThreadFactory virtualThreads() {
    try {
      Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      builder = type.getMethod("name", String.class, long.class).invoke(builder, "codex-", 1L);
      return (ThreadFactory)
          Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException e) {
      return null;
    }
  }
}
