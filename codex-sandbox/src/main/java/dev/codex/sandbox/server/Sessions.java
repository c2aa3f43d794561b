package dev.codex.sandbox.server;

import dev.codex.sandbox.protocol.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions of a server, and the one timer that clears up behind them. */
final class Sessions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private static final long SIGN_OF_LIFE_MILLIS = 2_000;

  private final Map<String, ServerSession> sessions = new ConcurrentHashMap<>();
  private final ServerLimits limits;
  private final Executor threads;
  private final ScheduledThreadPoolExecutor timer;

  Sessions(ServerLimits limits, Executor threads) {
    this.limits = limits;
    this.threads = threads;
    this.timer = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, "codex-exec-server-timer");
      thread.setDaemon(true);
      return thread;
    });
    long period = Math.max(50, Math.min(1000, limits.sessionRetention().toMillis() / 20));
    var unused = timer.scheduleWithFixedDelay(this::clear, period, period, TimeUnit.MILLISECONDS);
  }

  /** The timer, for what else has to happen later. */
  ScheduledThreadPoolExecutor timer() {
    return timer;
  }

  ServerSession create(ClientConnection connection) throws Refusal {
    if (sessions.size() >= limits.maxSessions()) {
      throw Refusal.internal("this executor has as many sessions as it may, " + limits.maxSessions()
          + "; close one, or come back in a minute");
    }
    ServerSession session =
        new ServerSession(UUID.randomUUID().toString(), connection.who(), connection);
    sessions.put(session.id(), session);
    return session;
  }

  /**
   * Attaches a session to a new connection. One that seems to be attached is not handed over, but
   * its connection is asked for a sign of life: a client whose network died comes back before the
   * server has noticed.
   */
  ServerSession resume(String id, ClientConnection connection) throws Refusal {
    ServerSession session = sessions.get(id);
    if (session == null || !session.isOwnedBy(connection.who())) {
      if (session != null) {
        LOG.warn("A session was asked for by somebody whose it is not.");
      }
      throw Refusal.request("unknown session id " + id);
    }
    ClientConnection other = session.attach(connection);
    if (other != null) {
      challenge(other);
      throw new Refusal(
          ErrorCode.ALREADY_ATTACHED,
          "session " + id + " is already attached to another connection");
    }
    if (!sessions.containsKey(id)) {
      throw Refusal.request("unknown session id " + id);
    }
    return session;
  }

  private void challenge(ClientConnection other) {
    if (!other.isChallenged()) {
      long asked = System.nanoTime();
      threads.execute(other::ping);
      var unused = timer.schedule(
          () -> other.endUnlessHeardSince(asked), SIGN_OF_LIFE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void clear() {
    long now = System.nanoTime();
    for (ServerSession session : List.copyOf(sessions.values())) {
      if (session.isExpired(limits.sessionRetention().toNanos(), now)) {
        sessions.remove(session.id());
        elsewhere(() -> session.end(threads));
        continue;
      }
      for (ServerProcess process : List.copyOf(session.processes().values())) {
        if (process.isStale(limits.processRetention(), now)) {
          session.processes().remove(process.id());
          elsewhere(process::end);
        }
      }
    }
  }

  /** On the timer's own thread if there is no other: what was forgotten would never be ended. */
  private void elsewhere(Runnable ending) {
    try {
      threads.execute(ending);
    } catch (RuntimeException | Error e) {
      LOG.warn("There is no thread to clear up on, so the timer does it: {}", e.toString());
      ending.run();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    sessions.values().forEach(session -> session.end(threads));
    sessions.clear();
  }
}
