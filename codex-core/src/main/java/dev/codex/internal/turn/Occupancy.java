package dev.codex.internal.turn;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Who has a session: a turn, or an undo, or nobody; and at the end nobody for good. */
final class Occupancy {

  private final String session;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable TurnDriver current; // guarded by lock
  private boolean closed; // guarded by lock
  private boolean restoring; // guarded by lock: files are taken back, so no turn may begin
  private boolean left; // guarded by lock: the running turn gives up the transcript

  Occupancy(String session) {
    this.session = session;
  }

  /**
   * What there is to do for whoever closes.
   *
   * @param running the turn that still runs, if one does
   * @param isFirst whether nobody has closed the session before
   */
  record Closing(@Nullable TurnDriver running, boolean isFirst) {}

  void begin(TurnDriver turn) {
    lock.lock();
    try {
      requireOpen();
      if (restoring) {
        throw new IllegalStateException(
            "Session " + session + " is taking back files. Begin the turn after Session.undo.");
      }
      if (current != null) {
        throw new IllegalStateException("Turn " + current.id() + " of session " + session
            + " still runs. Wait for it, add to it with Turn.steer, or end it with"
            + " Turn.interrupt.");
      }
      current = turn;
    } finally {
      lock.unlock();
    }
  }

  /** The turn is over; whether it has to give up the transcript. */
  boolean end(TurnDriver turn) {
    lock.lock();
    try {
      if (current == turn) {
        current = null;
      }
      return left;
    } finally {
      lock.unlock();
    }
  }

  Closing close() {
    lock.lock();
    try {
      boolean isFirst = !closed;
      closed = true;
      return new Closing(current, isFirst);
    } finally {
      lock.unlock();
    }
  }

  /** Leaves it to the turn to give up the transcript; false if it is over. */
  boolean leaveTo(TurnDriver running) {
    lock.lock();
    try {
      left = left || current == running;
      return current == running;
    } finally {
      lock.unlock();
    }
  }

  void beginRestoring() {
    lock.lock();
    try {
      requireOpen();
      if (current != null || restoring) {
        throw new IllegalStateException("Session " + session
            + " is at work. Wait for its turn, or end it with Turn.interrupt, and undo then.");
      }
      restoring = true;
    } finally {
      lock.unlock();
    }
  }

  void endRestoring() {
    lock.lock();
    try {
      restoring = false;
    } finally {
      lock.unlock();
    }
  }

  /** Needs the lock. */
  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "Session " + session + " is closed. Open it again with Agent.resumeSession.");
    }
  }
}
