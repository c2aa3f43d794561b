package dev.codex.sandbox.launch;

import dev.codex.sandbox.kernel.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A launcher that has children which wait for scripts. To have a process of its own Java starts a
 * program that starts the program; a launcher copies itself in a tenth of that time.
 *
 * <p>Whoever ends the server ends its children. It ends with its JVM, or after a while in which
 * nobody wanted a child and none lived.
 */
final class ForkServer {

  private static final Logger LOG = LoggerFactory.getLogger(ForkServer.class);

  private static final int PATIENCE_SECONDS = 2;

  private static final int MAX_FAILURES = 3;
  private static final int NEVER = Integer.MIN_VALUE;
  private static final int KILLED = 128 + 9;
  private static final String SILENT = "The process that starts commands does not answer.";
  private static final String GONE = "The process that starts commands has ended.";

  private final Process server;
  private final OutputStream requests;
  private final Executor later;
  private final Executor unanswered =
      CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS, Runnable::run);
  private final ReentrantLock lock = new ReentrantLock();

  // all guarded by lock
  private final Map<Long, ForkedProcess> children = new HashMap<>();
  private final Spares spares = new Spares();
  private long asked;
  private boolean isAsked;
  private boolean isWatched;
  private boolean isSilent;
  private int failures; // before the first success
  private boolean isEnded;

  private ForkServer(Process server, Executor later) {
    this.server = server;
    this.requests = server.getOutputStream();
    this.later = later;
  }

  /**
   * Takes over a launcher that has no script yet, or ends it.
   *
   * @param script empty
   * @param later runs what it is given after the time in which a server that nobody needs ends
   * @throws IOException if it does not read its script, or nobody could listen to it
   */
  static ForkServer of(Process launcher, Script script, Executor later) throws IOException {
    ForkServer forks = new ForkServer(launcher, later);
    ForkScript.write(script);
    try {
      forks.requests.write(script.toBytes());
      forks.requests.flush();
      Thread thread = new Thread(forks::listen, "codex-sandbox-forks");
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      launcher.destroyForcibly();
      throw e;
    } catch (OutOfMemoryError e) { // what Java throws where the system has no thread
      launcher.destroyForcibly();
      throw new IOException("No thread could be started to listen to " + launcher, e);
    }
    later.execute(forks::rest);
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
      if (isEnded) {
        throw new IOException(GONE);
      }
      ForkedProcess child = spares.take();
      if (child != null) {
        mine.complete(child);
      } else if (isSilent) {
        throw new IOException(SILENT);
      } else {
        spares.await(mine.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      ask();
    } finally {
      lock.unlock();
    }
    try {
      // takes less than a millisecond, so an interrupt waits for it, lest a process gets lost
      return mine.join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  boolean isEnded() {
    lock.lock();
    try {
      return isEnded;
    } finally {
      lock.unlock();
    }
  }

  /** Whether another one would not have children either. */
  boolean isUseless() {
    lock.lock();
    try {
      return failures >= MAX_FAILURES;
    } finally {
      lock.unlock();
    }
  }

  /** Needs the lock. One is asked for at a time, since the next byte means that this is done. */
  private void ask() {
    if (!isAsked && !isEnded && spares.isShort()) {
      isAsked = true;
      asked++;
      watch();
      say();
    }
  }

  /** Needs the lock. Looks at every question for as long, but not at each by itself. */
  private void watch() {
    if (!isWatched) {
      isWatched = true;
      long question = asked;
      unanswered.execute(() -> rouse(question));
    }
  }

  /** Who does not answer was stopped, perhaps, and then no end of a command is known either. */
  private void rouse(long question) {
    lock.lock();
    try {
      isWatched = false;
      if (isEnded || !isAsked) {
        return;
      }
      if (question != asked) {
        watch();
        return;
      }
      isSilent = true; // the next ones do not wait, until it answers again
    } finally {
      lock.unlock();
    }
    var unused = CompletableFuture.runAsync(() -> Signals.resume(server.toHandle()));
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
    try {
      ForkedProcess child = open(process);
      lock.lock();
      try {
        failures = NEVER;
        children.put(process, child);
        spares.hand(child);
      } finally {
        lock.unlock();
      }
    } catch (IOException e) {
      lock.lock();
      try {
        spares.refuse(e);
        if (++failures == MAX_FAILURES) {
          end();
        }
      } finally {
        lock.unlock();
      }
    }
    lock.lock();
    try {
      isAsked = false;
      isSilent = false;
      say(); // which lets the server close its ends
      ask();
    } finally {
      lock.unlock();
    }
  }

  private ForkedProcess open(long process) throws IOException {
    if (process < 0) {
      throw new IOException("No process could be made: error=" + -process);
    }
    return ForkedProcess.open(process, ForkScript.ends(server.pid()));
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
    server.destroyForcibly(); // it may live on where it only cannot be heard
    List<ForkedProcess> left;
    lock.lock();
    try {
      isEnded = true;
      spares.giveUp().forEach(ForkedProcess::dismiss);
      left = List.copyOf(children.values());
      children.clear();
      spares.refuseAll(new IOException(GONE));
    } finally {
      lock.unlock();
    }
    for (ForkedProcess child : left) {
      child.destroyForcibly();
      child.ended(KILLED);
    }
  }

  /** After a while without commands nothing is held ready for them, and nobody if none runs. */
  private void rest() {
    lock.lock();
    try {
      if (isEnded) {
        return;
      }
      if (spares.isIdle()) {
        for (ForkedProcess spare : spares.giveUp()) {
          children.remove(spare.pid());
          spare.dismiss();
        }
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
    isEnded = true;
    try {
      requests.close();
    } catch (IOException e) {
      LOG.debug("{} has ended before", server, e);
    }
  }
}
