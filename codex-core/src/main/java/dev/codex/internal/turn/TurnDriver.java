package dev.codex.internal.turn;

import dev.codex.error.CodexException;
import dev.codex.event.Event;
import dev.codex.event.TurnFailed;
import dev.codex.internal.change.TurnChanges;
import dev.codex.internal.json.Ids;
import dev.codex.internal.step.Outcome;
import dev.codex.internal.step.Spent;
import dev.codex.internal.step.Step.Ending;
import dev.codex.internal.thread.StopSwitch;
import dev.codex.internal.thread.TurnThread;
import dev.codex.item.UserMessage;
import dev.codex.model.OutputSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A turn on its own thread, and the handle by which it is watched, steered and stopped. The {@link
 * TurnLoop} does the work; this sees to it that it comes to an end, once and for everybody.
 */
public final class TurnDriver {

  private static final Logger LOG = LoggerFactory.getLogger(TurnDriver.class);

  private final Conversation conversation;
  private final Assembly assembly;
  private final String id = Ids.uuid();
  private final EventLog events = new EventLog();
  private final StopSwitch stop;
  private final TurnLoop loop;
  private final CompletableFuture<Event> completion = new CompletableFuture<>();

  private volatile @Nullable Thread thread; // while the turn runs
  private volatile @Nullable Future<?> clock; // rings when the turn's time is up

  TurnDriver(Conversation conversation, Opening opening, Optional<OutputSchema> schema) {
    this.conversation = conversation;
    this.assembly = conversation.assembly();
    this.stop = new StopSwitch(assembly.threads());
    this.loop = new TurnLoop(conversation, id, opening, schema, events, stop);
  }

  /** Throws what the host's thread factory throws; the turn has then never been. */
  void start() {
    try {
      assembly.threads().run(this::run);
    } catch (RuntimeException | Error e) {
      conversation.release(this, Spent.NOTHING);
      completion.complete(new TurnFailed(describe(e), Optional.empty(), loop.usage()));
      throw e;
    }
  }

  public String id() {
    return id;
  }

  /** The events from the first on; blocks at the end of what there is. */
  public Iterator<Event> events(Runnable onInterrupt) {
    return events.iterator(onInterrupt);
  }

  /** The events so far. */
  public List<Event> snapshot() {
    List<Event> all = new ArrayList<>(events.size());
    for (int i = 0, n = events.size(); i < n; i++) {
      all.add(events.get(i));
    }
    return all;
  }

  /** Waits for the end; false if it has not come after the time. */
  public boolean await(Duration timeout) throws InterruptedException {
    return events.awaitEnd(nanos(timeout));
  }

  private static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Completed with the last event, on the turn's thread. */
  public CompletableFuture<Event> completion() {
    return completion;
  }

  /** What made the turn fail, if something did. */
  public @Nullable Throwable cause() {
    return loop.cause();
  }

  /** What the turn has changed on disk; nothing before it has ended. */
  public TurnChanges changes() {
    return loop.changes();
  }

  public boolean isEnded() {
    return events.isEnded();
  }

  /** Stops the turn; returns at once. */
  public void interrupt() {
    stop.stop(new Outcome.Interrupted());
  }

  /** Puts the message before the model at the next chance; false if there will be none. */
  public boolean steer(UserMessage message) {
    return loop.steering().add(message);
  }

  /** Whether whoever asks is run by this turn, and so must not wait for its end. */
  public boolean runsOnThisThread() {
    Thread current = Thread.currentThread();
    return !isEnded()
        && (thread == current || loop.runsOn(current) || assembly.hostCode().runsOn(current));
  }

  private void run() {
    clock = startClock();
    run(loop::drive);
  }

  /** In place of a thread that does not come back from the tool of a call. */
  private void goOn() {
    run(loop::goOn);
  }

  /** What one thread does of a turn. */
  private interface Leg {
    Ending drive(TurnThread host, Runnable successor) throws InterruptedException;
  }

  private void run(Leg leg) {
    TurnThread host = new TurnThread();
    stop.watch(host, () -> replace(host));
    thread = Thread.currentThread();
    if (assembly.hooks().isEmpty()) { // which are waited for all over the turn
      events.toldBy(Thread.currentThread());
    }
    Ending ending;
    try {
      ending = leg.drive(host, this::goOn);
    } catch (TurnThread.LeftBehind e) {
      LOG.debug("The thread that turn {} had left behind has come back", id);
      return;
    } catch (Throwable e) { // the thread's top: whoever waits must hear of it
      loop.crash(e);
      ending = new Ending.Crashed(describe(e));
    }
    end(ending);
  }

  /** Stops whatever is being done when the time is up; what is not begun yet asks for itself. */
  private @Nullable Future<?> startClock() {
    return loop.deadline()
        .map(deadline -> assembly
            .threads()
            .after(deadline.left(), () -> stop.stop(new Outcome.OutOfTime(deadline.reached()))))
        .orElse(null);
  }

  /** Ends the turn in place of a thread that does not come back from code of the host. */
  private void replace(TurnThread lost) {
    LOG.warn(
        "Turn {} was stopped, but its model did not return: thread {} is left behind", id, lost);
    assembly.threads().runAnyway(() -> {
      Outcome why = Objects.requireNonNull(stop.reason(), "why the turn was stopped");
      end(loop.stopped(why));
    });
  }

  private void end(Ending ending) {
    thread = Thread.currentThread();
    Event last;
    try {
      last = loop.finish(ending);
    } catch (Throwable e) { // the transcript cannot be written: the turn still has to end
      LOG.debug("The end of turn {} could not be recorded", id, e);
      loop.fail(e);
      conversation.distrustHistory();
      last = new TurnFailed(describe(e), Optional.empty(), loop.usage());
    }
    stop.end();
    Future<?> alarm = clock;
    if (alarm != null) {
      alarm.cancel(false);
    }
    conversation.release(this, loop.spent());
    events.append(last);
    thread = null;
    completion.complete(last);
  }

  private static String describe(Throwable e) {
    return e instanceof CodexException ? String.valueOf(e.getMessage()) : e.toString();
  }
}
