package dev.codex.session;

import dev.codex.error.SessionException;
import dev.codex.error.SessionNotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions as long as the store itself is kept. For tests, and for hosts whose conversations
 * shall leave no trace on disk. Any text is an id here.
 */
public final class InMemorySessionStore implements SessionStore {

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Entry> entries = new HashMap<>(); // guarded by lock
  private long appends; // guarded by lock; clocks may stand still

  private InMemorySessionStore(Clock clock) {
    this.clock = clock;
  }

  public static InMemorySessionStore create() {
    return create(Clock.systemUTC());
  }

  public static InMemorySessionStore create(Clock clock) {
    return new InMemorySessionStore(clock);
  }

  @Override
  public SessionLog create(SessionHeader header) {
    lock.lock();
    try {
      Entry entry = new Entry(header);
      if (entries.putIfAbsent(header.id(), entry) != null) {
        throw new SessionException("There is a session " + header.id() + " already.");
      }
      return new Log(entry);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SessionLog open(String sessionId) {
    lock.lock();
    try {
      Entry entry = entries.get(sessionId);
      if (entry == null || entry.lines.isEmpty()) {
        throw new SessionNotFoundException("There is no session " + sessionId + " in memory.");
      }
      Log log = new Log(entry);
      log.hold();
      return log;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<SessionSummary> list() {
    lock.lock();
    try {
      return entries.values().stream()
          .filter(entry -> !entry.lines.isEmpty())
          .sorted(Comparator.comparingLong((Entry entry) -> entry.lastAppend).reversed())
          .map(Entry::summary)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** One session. */
  private static final class Entry {
    final SessionHeader header;
    final List<byte[]> lines = new ArrayList<>();
    Instant updatedAt = Instant.EPOCH;
    long lastAppend;

    @Nullable
    Log holder;

    Entry(SessionHeader header) {
      this.header = header;
    }

    SessionSummary summary() {
      SummaryReader reader = new SummaryReader();
      lines.forEach(reader::line);
      return reader.summary(header, updatedAt);
    }
  }

  /** One writer's view of a session. */
  private final class Log implements SessionLog {
    private final Entry entry;
    private int known;
    private boolean closed;

    Log(Entry entry) {
      this.entry = entry;
      this.known = entry.lines.size();
    }

    @Override
    public void append(List<byte[]> lines) {
      lock.lock();
      try {
        hold();
        entry.lines.addAll(lines);
        known = entry.lines.size();
        entry.updatedAt = clock.instant();
        entry.lastAppend = ++appends;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void read(Consumer<byte[]> reader) {
      List<byte[]> lines;
      lock.lock();
      try {
        hold();
        lines = List.copyOf(entry.lines);
      } finally {
        lock.unlock();
      }
      lines.forEach(reader);
    }

    @Override
    public String location() {
      return "";
    }

    @Override
    public void idle() {
      lock.lock();
      try {
        if (entry.holder == this) {
          entry.holder = null;
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
        idle();
        if (entry.lines.isEmpty()) {
          entries.remove(entry.header.id(), entry);
        }
      } finally {
        lock.unlock();
      }
    }

    private void hold() {
      String id = entry.header.id();
      if (closed) {
        throw new IllegalStateException("The log of session " + id + " is closed. Open it again.");
      }
      if (entry.holder != null && entry.holder != this) {
        throw new SessionException("Session " + id
            + " is in use by another session of this process. Wait until its turn" + " has ended.");
      }
      if (entry.lines.size() != known) {
        throw new SessionException("Session " + id
            + " was continued by another session. Open it again to go on from" + " there.");
      }
      entry.holder = this;
    }
  }
}
