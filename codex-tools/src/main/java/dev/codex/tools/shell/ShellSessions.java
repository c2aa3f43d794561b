package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The commands of a session that outlived the call that started them, by the numbers under which
 * the model knows them. There are at most {@value #MAX}: for one more, another has to end.
 */
final class ShellSessions implements AutoCloseable {

  static final int MAX = 64;

  /** Those that were used last are spared, even if they have ended. */
  private static final int SPARED = 8;

  private static final int FIRST_ID = 1_000;
  private static final int LAST_ID = 99_999;

  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock; used longest ago first
  private final Map<Integer, ShellSession> sessions = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed; // guarded by lock

  /** Keeps a session, for which the least needed one may have to end; returns its number. */
  int add(ShellSession session) {
    Optional<ShellSession> ended = Optional.empty();
    int id;
    lock.lock();
    try {
      if (closed) {
        session.close();
        throw new ToolException("The session is closed; the command was ended.");
      }
      if (sessions.size() >= MAX) {
        ended = Optional.ofNullable(sessions.remove(leastNeeded()));
      }
      do {
        id = ThreadLocalRandom.current().nextInt(FIRST_ID, LAST_ID + 1);
      } while (sessions.containsKey(id));
      sessions.put(id, session);
    } finally {
      lock.unlock();
    }
    ended.ifPresent(ShellSession::close);
    return id;
  }

  /** One that has ended if there is one, else the one that was left alone for longest. */
  private int leastNeeded() {
    List<Integer> candidates = new ArrayList<>(sessions.keySet());
    List<Integer> unprotected = candidates.subList(0, candidates.size() - SPARED);
    // entrySet and not get, which would count as a use
    return sessions.entrySet().stream()
        .filter(entry -> entry.getValue().isOver() && unprotected.contains(entry.getKey()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(unprotected.get(0));
  }

  /**
   * The session with this number, which counts as used now.
   *
   * @throws ToolException if there is none
   */
  ShellSession find(int id) {
    lock.lock();
    try {
      ShellSession session = sessions.get(id);
      if (session == null) {
        throw new ToolException("write_stdin failed: Unknown process id " + id);
      }
      return session;
    } finally {
      lock.unlock();
    }
  }

  void remove(int id) {
    lock.lock();
    try {
      sessions.remove(id);
    } finally {
      lock.unlock();
    }
  }

  /** Ends all of them. */
  @Override
  public void close() {
    List<ShellSession> all;
    lock.lock();
    try {
      closed = true;
      all = new ArrayList<>(sessions.values());
      sessions.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(ShellSession::close);
  }
}
