package dev.codex.sandbox.remote;

import dev.codex.internal.rpc.RpcConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Notices that an executor has gone without a word: a connection whose other end lost its power or
 * its network stays open for hours. A daemon thread that lives while a connection is wanted.
 */
final class Watch {

  private final ExecClient client;
  private final Duration silence;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private @Nullable Thread thread; // guarded by lock
  private boolean stopped; // guarded by lock

  Watch(ExecClient client, Duration silence) {
    this.client = client;
    this.silence = silence;
  }

  /** There is a connection now. */
  void wake() {
    lock.lock();
    try {
      if (!stopped && thread == null && client.around().pace() == Pace.REAL) {
        thread = new Thread(this::run, "codex-exec-server-watch");
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (pause()) {
        RpcConnection connection = client.connectionNow();
        if (connection != null
            && !connection.isHandling()
            && System.nanoTime() - connection.lastArrival() > silence.toNanos()) {
          probe(connection);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean pause() throws InterruptedException {
    lock.lock();
    try {
      // waking early for no reason only means to look early
      @SuppressWarnings("WaitNotInLoop")
      long unused = stopped ? 0 : woken.awaitNanos(silence.toNanos() / 4);
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  private void probe(RpcConnection connection) {
    long asked = System.nanoTime();
    try {
      Pace.REAL.await(
          connection.request("environment/status", json -> {
            json.writeStartObject();
            json.writeEndObject();
          }),
          silence);
    } catch (TimeoutException e) {
      // servers answer one request at a time, so anything that came meanwhile is a sign of life
      if (connection.lastArrival() - asked < 0 && !connection.isHandling()) {
        client.lost(connection, "no sign of life for " + silence.multipliedBy(2).toSeconds() + "s");
      }
    } catch (IOException e) {
      // an answer too, or the end of the connection, which is noticed elsewhere
    }
  }
}
