package dev.codex.internal.thread;

import dev.codex.internal.step.Outcome;
import dev.codex.tool.Cancellation;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a turn is stopped: for the first reason that anybody has, and in bounded time, whatever code
 * of the host it is waiting for.
 */
public final class StopSwitch {

  private final Threads threads;
  private final Cancellation cancellation = new Cancellation();
  private final AtomicReference<@Nullable Outcome> reason = new AtomicReference<>();
  private volatile @Nullable Watch watch;

  public StopSwitch(Threads threads) {
    this.threads = threads;
  }

  /** The thread of the turn, and who goes on in its place if it is left behind. */
  private record Watch(TurnThread host, Runnable successor) {}

  /** Told when the turn is stopped. */
  public Cancellation cancellation() {
    return cancellation;
  }

  public boolean isStopped() {
    return cancellation.isCancelled();
  }

  /** Why the turn has to end; null while it may go on. */
  @Nullable
  public Outcome reason() {
    return reason.get();
  }

  /** Stops the turn and returns at once; does nothing if it is stopped already. */
  public void stop(Outcome why) {
    if (!reason.compareAndSet(null, why)) {
      return;
    }
    cancellation.cancel();
    callHome();
  }

  /** From now on that thread is called home when the turn is stopped. */
  public void watch(TurnThread host, Runnable successor) {
    watch = new Watch(host, successor);
    if (reason.get() != null) {
      callHome(); // whoever stopped it so early could not
    }
  }

  /** The turn is over: nobody has to be called any more. */
  public void end() {
    watch = null;
  }

  private void callHome() {
    Watch current = watch;
    if (current != null) {
      current.host.callHome(threads, () -> watch == null, current.successor);
    }
  }
}
