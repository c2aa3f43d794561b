package dev.codex.tools.shell;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that follow commands, one each; an idle one ends after a few seconds. */
final class ShellThreads implements Executor {

  private final Executor threads = new ThreadPoolExecutor(
      0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), ShellThreads::make);

  private static Thread make(Runnable task) {
    Thread thread = new Thread(task, "codex-shell");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }
}
