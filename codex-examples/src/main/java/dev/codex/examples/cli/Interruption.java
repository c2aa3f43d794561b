package dev.codex.examples.cli;

import dev.codex.Session;
import dev.codex.Turn;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ends a run in good order when the JVM is told to stop (Ctrl-C, {@code kill}): the turn is
 * interrupted, its commands die, the transcript is closed, and the exit code is 1 as in Codex.
 */
final class Interruption implements AutoCloseable {

  private enum State {
    RUNNING,
    FINISHED,
    STOPPED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final Session session;
  private final Turn turn;
  private final Thread hook = new Thread(this::stop, "codex-interrupt");

  private Interruption(Session session, Turn turn) {
    this.session = session;
    this.turn = turn;
  }

  static Interruption of(Session session, Turn turn) {
    Interruption interruption = new Interruption(session, turn);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the JVM is going down; nothing more is printed then. */
  boolean hasBegun() {
    return state.get() == State.STOPPED;
  }

  private void stop() {
    if (state.compareAndSet(State.RUNNING, State.STOPPED)) {
      turn.close();
      session.close();
      Runtime.getRuntime().halt(1);
    }
  }

  @Override
  public void close() {
    state.compareAndSet(State.RUNNING, State.FINISHED);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down already; the hook sees that there is nothing left to stop.
    }
  }
}
