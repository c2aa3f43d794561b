package dev.codex.sandbox.process;

import dev.codex.sandbox.launch.FollowedCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells a listener what a command writes. The output ends as that of {@link OutputPipe} does: with
 * the last writer, or a moment after the command itself has exited if those that it left behind
 * hold the pipe open. Since the reading thread is stuck then, the end is told by another one; but
 * by the reading thread if the listener is just being told something, lest two threads tell it.
 */
final class FollowedOutput implements Runnable {

  /** A process that does nothing keeps this much. */
  private static final int FIRST_CHUNK = 1 << 10;

  private static final int CHUNK = 48 << 10;

  /** Being told of an exit costs a thread, and most commands are over by then. */
  private static final long UNWATCHED = TimeUnit.MILLISECONDS.toNanos(250);

  private final Process process;
  private final FollowedCommand.Listener listener;
  private final Executor threads;
  private final Executor later;
  private final ReentrantLock lock = new ReentrantLock();

  // all guarded by lock
  private long chunks;
  private boolean telling;
  private boolean ended;
  private long chunksAtLastLook;

  FollowedOutput(Process process, FollowedCommand.Listener listener, Executor threads) {
    this.process = process;
    this.listener = listener;
    this.threads = threads;
    this.later = timer(OutputPipe.GRACE);
  }

  /** What it runs takes no time, so the thread that keeps the time can do it. */
  private static Executor timer(long nanos) {
    return CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run);
  }

  /** Reads to the end; on the thread that may be stuck. */
  @Override
  public void run() {
    timer(UNWATCHED).execute(this::watch);
    byte[] buffer = new byte[FIRST_CHUNK];
    try (InputStream source = process.getInputStream()) {
      Remainder remainder = new Remainder(process, source);
      int length = remainder.read(buffer);
      while (length >= 0 && tell(buffer, length)) {
        if (length == buffer.length && length < CHUNK) {
          buffer = new byte[CHUNK];
        }
        length = remainder.read(buffer);
      }
    } catch (IOException e) {
      // the end of what can be read, as when the process was killed
    } finally {
      if (becomesEnded()) {
        listener.ended();
      }
    }
  }

  /** False if nobody wants it any more. */
  private boolean tell(byte[] bytes, int length) {
    lock.lock();
    try {
      chunks++;
      if (ended) {
        return false;
      }
      telling = true;
    } finally {
      lock.unlock();
    }
    try {
      listener.output(bytes, length);
    } finally {
      told();
    }
    return true;
  }

  private void told() {
    boolean endedMeanwhile;
    lock.lock();
    try {
      telling = false;
      endedMeanwhile = ended;
    } finally {
      lock.unlock();
    }
    if (endedMeanwhile) {
      listener.ended();
    }
  }

  private boolean becomesEnded() {
    lock.lock();
    try {
      boolean first = !ended;
      ended = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    boolean needed;
    lock.lock();
    try {
      needed = !ended;
    } finally {
      lock.unlock();
    }
    if (needed) {
      var unused = process.onExit().thenRun(this::commandExited);
    }
  }

  private void commandExited() {
    lock.lock();
    try {
      chunksAtLastLook = chunks;
      if (!ended) {
        later.execute(this::look);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The command itself is over: ends the output if nothing has come for a while. */
  private void look() {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      if (telling || chunks != chunksAtLastLook) {
        chunksAtLastLook = chunks;
        later.execute(this::look);
        return;
      }
    } finally {
      lock.unlock();
    }
    end();
  }

  /** Ends the output for the listener, and drops what comes. */
  void end() {
    lock.lock();
    try {
      boolean wasEnded = ended;
      ended = true;
      if (wasEnded || telling) {
        return;
      }
    } finally {
      lock.unlock();
    }
    threads.execute(listener::ended);
  }
}
