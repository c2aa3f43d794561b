package dev.codex.tool;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What tools keep from one call to the next of the same session: processes, connections, caches.
 * Tools themselves serve many sessions and hold nothing. The session closes everything in here when
 * it is closed itself, last made first closed. Safe from any thread.
 *
 * <pre>{@code
 * Terminals terminals = invocation.session().get(Terminals.class, Terminals::new);
 * }</pre>
 */
public final class SessionScope implements AutoCloseable {

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Map<Class<?>, AutoCloseable> kept; // guarded by lock
  private boolean closed; // guarded by lock

  /** An empty scope; whoever makes one closes it. */
  public SessionScope() {}

  /**
   * The one object of this type, made at the first request.
   *
   * @param create must be quick and must not come back to this scope
   * @throws IllegalStateException if the session is closed
   */
  public <T extends AutoCloseable> T get(Class<T> type, Supplier<? extends T> create) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "The session is closed; it keeps no " + type.getSimpleName() + " any more.");
      }
      if (kept == null) {
        kept = new LinkedHashMap<>();
      }
      return type.cast(kept.computeIfAbsent(type, missing -> create.get()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes everything, even if some of it fails.
   *
   * @throws IllegalStateException with what failed first as its cause
   */
  @Override
  public void close() {
    Deque<AutoCloseable> newestFirst = new ArrayDeque<>();
    lock.lock();
    try {
      closed = true;
      if (kept != null) {
        kept.values().forEach(newestFirst::push);
        kept = null;
      }
    } finally {
      lock.unlock();
    }
    IllegalStateException failure = null;
    for (AutoCloseable object : newestFirst) {
      try {
        object.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException(object.getClass().getName() + " did not close", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
