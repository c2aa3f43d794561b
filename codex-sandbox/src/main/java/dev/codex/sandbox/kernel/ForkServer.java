package dev.codex.sandbox.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A launcher that has children which wait for scripts. To have a process of its own Java starts a
 * program that starts the program; a launcher copies itself in a tenth of that time. And a few
 * children are there before they are needed: as many as were wanted at once, while commands come.
 *
 * <p>Whoever ends the server ends its children. It ends with its JVM, or after a while in which
 * nobody wanted a child and none lived.
 */
final class ForkServer {

  private static final Logger LOG = LoggerFactory.getLogger(ForkServer.class);

  private static final int MAX_READY = 8;
  private static final Duration REST = Duration.ofSeconds(30);

  /** Somebody may have stopped the server. */
  private static final int PATIENCE_SECONDS = 2;

  private static final int KILLED = 128 + 9;

  private static final String SILENT = "The process that starts commands does not answer.";
  private static final String GONE = "The process that starts commands has ended.";

  private final Process server;
  private final OutputStream requests;
  private final Executor later;
  private final ReentrantLock lock = new ReentrantLock();

  // all guarded by lock
  private final Map<Long, ForkedProcess> children = new HashMap<>();
  private final Deque<ForkedProcess> ready = new ArrayDeque<>();
  private final Deque<CompletableFuture<ForkedProcess>> waiting = new ArrayDeque<>();
  private int wanted;
  private boolean asked;
  private boolean isSilent;
  private boolean used;
  private boolean hasForked;
  private boolean ended;

  private ForkServer(Process server, Duration rest) {
    this.server = server;
    this.requests = server.getOutputStream();
    this.later =
        CompletableFuture.delayedExecutor(rest.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
  }

  /**
   * Takes over a launcher that has no script yet.
   *
   * @throws IOException if it does not read its script
   */
  static ForkServer of(Process launcher, Script script) throws IOException {
    return of(launcher, script, REST);
  }

  /** The same that ends after another while. */
  static ForkServer of(Process launcher, Script script, Duration rest) throws IOException {
    ForkScript.write(script);
    ForkServer forks = new ForkServer(launcher, rest);
    forks.requests.write(script.toBytes());
    forks.requests.flush();
    Thread thread = new Thread(forks::listen, "codex-sandbox-forks");
    thread.setDaemon(true);
    thread.start();
    forks.later.execute(forks::rest);
    return forks;
  }

  /**
   * A child that waits for its script.
   *
   * @throws IOException if there is none to be had
   */
  ForkedProcess fork() throws IOException {
    CompletableFuture<ForkedProcess> mine = new CompletableFuture<>();
    lock.lock();
    try {
      if (ended) {
        throw new IOException(GONE);
      }
      used = true;
      ForkedProcess child = nextReady();
      if (child == null && isSilent) {
        throw new IOException(SILENT);
      }
      if (child == null) {
        wanted = Math.min(MAX_READY, wanted + 1);
        waiting.add(mine.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
      } else {
        mine.complete(child);
      }
      ask();
    } finally {
      lock.unlock();
    }
    try {
      // takes less than a millisecond, so an interrupt waits for it, lest a process gets lost
      return mine.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw silent();
      }
      throw new IOException(e.getCause());
    }
  }

  /** The next ones do not wait as long as this one did. */
  private IOException silent() {
    lock.lock();
    try {
      isSilent = true;
    } finally {
      lock.unlock();
    }
    return new IOException(SILENT);
  }

  /** Whether it ever had a child. */
  boolean hasForked() {
    lock.lock();
    try {
      return hasForked;
    } finally {
      lock.unlock();
    }
  }

  boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable ForkedProcess nextReady() {
    ForkedProcess child = ready.poll();
    while (child != null && !child.isAlive()) {
      child.dismiss();
      child = ready.poll();
    }
    return child;
  }

  /** Needs the lock. One is asked for at a time, since the next byte means that this is done. */
  private void ask() {
    if (!asked && !ended && ready.size() < wanted + waiting.size()) {
      asked = true;
      say();
    }
  }

  /** Needs the lock. */
  private void say() {
    try {
      requests.write(1);
      requests.flush();
    } catch (IOException e) {
      LOG.debug("{} takes no requests", server, e); // the end of its records says so as well
    }
  }

  private void listen() {
    try (InputStream records = server.getInputStream()) {
      byte[] record = records.readNBytes(ForkScript.RECORD);
      while (record.length == ForkScript.RECORD) {
        ByteBuffer words = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        long process = words.getLong();
        long status = words.getLong();
        if (status == ForkScript.BORN) {
          born(process);
        } else {
          buried(process, (int) status);
        }
        record = records.readNBytes(ForkScript.RECORD);
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be heard", server, e);
    } finally {
      lost();
    }
  }

  private void born(long process) {
    IOException failure = new IOException("error=" + -process);
    ForkedProcess child = null;
    if (process > 0) {
      try {
        child = ForkedProcess.open(process, ForkScript.ends(server.pid()));
      } catch (IOException e) {
        failure = e;
      }
    }
    lock.lock();
    try {
      asked = false;
      isSilent = false;
      say(); // which lets the server close its ends
      if (child != null) {
        hasForked = true;
        children.put(process, child);
        hand(child);
      } else {
        wanted = 0; // without somebody who learns of it nothing is tried again
        refuse(failure);
        if (!hasForked) {
          end(); // it never will
        }
      }
      ask();
    } finally {
      lock.unlock();
    }
  }

  /** Needs the lock. */
  private void hand(ForkedProcess child) {
    for (var waiter = waiting.poll(); waiter != null; waiter = waiting.poll()) {
      if (waiter.complete(child)) {
        return;
      }
    }
    ready.add(child);
  }

  /** Needs the lock. */
  private void refuse(IOException reason) {
    CompletableFuture<ForkedProcess> waiter = waiting.poll();
    if (waiter != null) {
      waiter.completeExceptionally(reason);
    }
  }

  private void buried(long process, int status) {
    ForkedProcess child;
    lock.lock();
    try {
      child = children.remove(process);
    } finally {
      lock.unlock();
    }
    if (child != null) {
      int signal = status & 0x7f;
      child.ended(signal == 0 ? status >> 8 & 0xff : 128 + signal);
    }
  }

  /** The children end with it. */
  private void lost() {
    List<ForkedProcess> left;
    lock.lock();
    try {
      ended = true;
      left = List.copyOf(children.values());
      children.clear();
      ready.forEach(ForkedProcess::dismiss);
      ready.clear();
      while (!waiting.isEmpty()) {
        refuse(new IOException(GONE));
      }
    } finally {
      lock.unlock();
    }
    for (ForkedProcess child : left) {
      child.destroyForcibly(); // one that has just been born does not know yet
      child.ended(KILLED);
    }
  }

  /** After a while without commands nothing is held ready for them; after another, nobody is. */
  private void rest() {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      boolean wasUsed = used;
      used = false;
      if (!wasUsed && waiting.isEmpty()) {
        wanted = 0;
        ready.forEach(ForkedProcess::dismiss);
        ready.clear();
        if (children.isEmpty()) {
          end();
          return;
        }
      }
    } finally {
      lock.unlock();
    }
    later.execute(this::rest);
  }

  /** Needs the lock. */
  private void end() {
    ended = true;
    try {
      requests.close();
    } catch (IOException e) {
      LOG.debug("{} has ended before", server, e);
    }
  }
}
