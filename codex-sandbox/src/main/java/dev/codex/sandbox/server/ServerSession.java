package dev.codex.sandbox.server;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What belongs to one client, over however many connections it comes. */
final class ServerSession {

  private final String id;
  private final String owner;
  private final Map<String, ServerProcess> processes = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ClientConnection attached; // guarded by lock
  private long detachedAt; // guarded by lock

  ServerSession(String id, String owner, ClientConnection first) {
    this.id = id;
    this.owner = owner;
    this.attached = first;
  }

  String id() {
    return id;
  }

  boolean isOwnedBy(String who) {
    return owner.equals(who);
  }

  Map<String, ServerProcess> processes() {
    return processes;
  }

  /**
   * Attaches the connection unless another one is.
   *
   * @return the other one
   */
  @Nullable
  ClientConnection attach(ClientConnection connection) {
    lock.lock();
    try {
      if (attached == null) {
        attached = connection;
        return null;
      }
      return attached;
    } finally {
      lock.unlock();
    }
  }

  void detach(ClientConnection connection) {
    lock.lock();
    try {
      if (attached == connection) {
        attached = null;
        detachedAt = System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isExpired(long retentionNanos, long now) {
    lock.lock();
    try {
      return attached == null && now - detachedAt > retentionNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Sends to whoever is attached; waits for a slow client, and for nobody if none is there. */
  void send(byte[] message) throws IOException {
    ClientConnection connection;
    lock.lock();
    try {
      connection = attached;
    } finally {
      lock.unlock();
    }
    if (connection != null) {
      connection.send(message);
    }
  }

  /** Ends everything that runs in it, all at the same time if it can be, and waits for that. */
  void end(Executor threads) {
    List<ServerProcess> all = List.copyOf(processes.values());
    processes.clear();
    CountDownLatch left = new CountDownLatch(all.size());
    for (ServerProcess process : all) {
      Runnable ending = () -> {
        try {
          process.end();
        } finally {
          left.countDown();
        }
      };
      try {
        threads.execute(ending);
      } catch (RuntimeException | Error e) { // no thread to be had, and nobody else knows of it
        ending.run();
      }
    }
    try {
      left.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they are being ended all the same
    }
  }
}
