package dev.codex.internal.thread;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who goes on with a turn whose thread runs a call itself. A call that is alone needs no thread of
 * its own: making one and waiting for it are two changes of threads in every round. But a tool may
 * not come back. Then the first who learns that, by the call's timeout or by stopping the turn, has
 * another thread go on, and the lost one finds on its return that nothing is left for it to do.
 */
public final class Relay {

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** Until there is a thread again. */
  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Threads threads;
  private final Runnable successor;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * @param successor goes on with the turn to its end
   */
  public Relay(Threads threads, Runnable successor) {
    this.threads = threads;
    this.successor = successor;
  }

  /**
   * Has another thread go on, unless somebody does already; for any thread, and returns at once.
   * Where there is none to be had, the next try or the lost thread is the first.
   */
  public void handOver() {
    if (!taken.compareAndSet(false, true)) {
      return;
    }
    try {
      threads.run(successor);
    } catch (RuntimeException | Error e) {
      if (warned.compareAndSet(false, true)) {
        LOG.warn("There is no thread to go on with a turn whose tool does not come back", e);
      }
      taken.set(false);
      Future<?> unused = threads.after(AGAIN, this::handOver);
    }
  }

  /**
   * The thread of the turn is back.
   *
   * @throws TurnThread.LeftBehind if another one goes on
   */
  public void comeBack() {
    if (!taken.compareAndSet(false, true)) {
      throw new TurnThread.LeftBehind();
    }
  }
}
