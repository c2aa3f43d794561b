package dev.codex.sandbox.process;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that may be stuck in a read. Reading from a pipe cannot be interrupted, so each running
 * command has one of its own; an idle one ends after a few seconds.
 */
public final class OutputReaders implements Executor {

  private final Executor threads = new ThreadPoolExecutor(
      0,
      Integer.MAX_VALUE,
      5,
      TimeUnit.SECONDS,
      new SynchronousQueue<>(),
      OutputReaders::newThread);

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(task, "codex-command-output");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }
}
