package dev.codex.internal.thread;

import dev.codex.tool.Cancellation;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The thread of a turn and its journeys into code of the host that has to run on it, as a model's
 * streams do, and from which it may not come back. While it is out it can be interrupted, and in
 * the end left behind: somebody else then goes on in its place, and should it return after all it
 * learns that by {@link LeftBehind} before it can touch anything.
 *
 * <p>An interrupt that was sent from here is gone when the thread is back, since what follows is
 * ours and writes the transcript.
 */
public final class TurnThread {

  /** How long host code may take to stop by itself, and once more after the interrupt. */
  public static final Duration GRACE = Duration.ofMillis(1_500);

  private enum Place {
    HOME,
    OUT,
    /** Out, and just being interrupted. */
    RUNG,
    GONE
  }

  /** Ends what is left of a thread in whose place another one goes on. */
  public static final class LeftBehind extends Error {
    private static final long serialVersionUID = 1L;

    LeftBehind() {
      super("Another thread goes on in this one's place.", null, false, false);
    }
  }

  private final Thread thread;
  private final AtomicReference<Place> place = new AtomicReference<>(Place.HOME);
  private volatile boolean interrupted;

  // Written at home only, read by others once they saw the thread out.
  private long journeys;

  /** For the thread that creates this. */
  public TurnThread() {
    this.thread = Thread.currentThread();
  }

  /** Makes a journey into that code; whoever cancels interrupts it. */
  public <T> T interruptibly(Cancellation cancellation, Supplier<T> code) {
    leave();
    try (Cancellation.Registration ignored = cancellation.onCancel(this::interrupt)) {
      return code.get();
    } finally {
      comeBack();
    }
  }

  public void leave() {
    journeys++;
    if (!place.compareAndSet(Place.HOME, Place.OUT)) {
      throw new LeftBehind();
    }
  }

  public void comeBack() {
    while (!place.compareAndSet(Place.OUT, Place.HOME)) {
      if (place.get() == Place.GONE) {
        throw new LeftBehind();
      }
      Thread.onSpinWait(); // somebody is just interrupting
    }
    if (interrupted) {
      interrupted = false;
      Thread.interrupted();
    }
  }

  /** Interrupts the thread if it is out; says whether it was. */
  public boolean interrupt() {
    if (!place.compareAndSet(Place.OUT, Place.RUNG)) {
      return false;
    }
    interrupted = true;
    thread.interrupt();
    place.set(Place.OUT);
    return true;
  }

  /**
   * Sees to it that the thread comes home: after a while, whatever journey it is on is interrupted,
   * and if that does not help the thread is left behind.
   *
   * @param successor goes on in the thread's place; called on the timer's thread
   */
  public void callHome(Threads threads, BooleanSupplier isOver, Runnable successor) {
    callHome(threads, isOver, successor, 0);
  }

  private void callHome(
      Threads threads, BooleanSupplier isOver, Runnable successor, long interruptedJourney) {
    ScheduledFuture<?> unused = threads.after(GRACE, () -> {
      if (isOver.getAsBoolean()) {
        return;
      }
      long journey = place.get() == Place.OUT ? journeys : 0;
      if (journey != 0
          && journey == interruptedJourney
          && place.compareAndSet(Place.OUT, Place.GONE)) {
        successor.run();
        return;
      }
      callHome(threads, isOver, successor, journey != 0 && interrupt() ? journey : 0);
    });
  }

  @Override
  public String toString() {
    return thread.getName();
  }
}
