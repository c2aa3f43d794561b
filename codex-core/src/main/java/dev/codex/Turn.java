package dev.codex;

import dev.codex.error.CodexException;
import dev.codex.error.TurnFailedException;
import dev.codex.error.TurnInterruptedException;
import dev.codex.event.ApprovalDeferred;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.TurnCompleted;
import dev.codex.event.TurnFailed;
import dev.codex.event.TurnInterrupted;
import dev.codex.internal.change.TurnChanges;
import dev.codex.internal.turn.TurnDriver;
import dev.codex.item.AgentMessage;
import dev.codex.item.Item;
import dev.codex.policy.PendingApproval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A live handle on one run of the loop, which goes on by itself on a thread of its own. Iterating
 * gives every event from the first on and blocks at the end of what there is until the turn ends;
 * it can be done late, twice, or from several threads.
 *
 * <pre>{@code
 * try (Turn turn = session.start("Fix the failing test")) {
 *   for (Event event : turn) {
 *     if (event instanceof TextDelta delta) System.out.print(delta.text());
 *   }
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public final class Turn implements Iterable<Event>, AutoCloseable {

  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final String sessionId;
  private final InputMessages messages;
  private final TurnDriver driver;

  Turn(String sessionId, InputMessages messages, TurnDriver driver) {
    this.sessionId = sessionId;
    this.messages = messages;
    this.driver = driver;
  }

  public String id() {
    return driver.id();
  }

  public String sessionId() {
    return sessionId;
  }

  /**
   * The events from the first on. If a thread is interrupted while it waits for the next one, the
   * turn is interrupted, the flag stays set and {@link TurnInterruptedException} is thrown.
   */
  @Override
  public Iterator<Event> iterator() {
    return driver.events(() -> {
      throw interrupted();
    });
  }

  /**
   * Waits for the end.
   *
   * @throws TurnFailedException if the turn failed; it holds what was done before
   * @throws TurnInterruptedException if this thread is interrupted; the turn is interrupted with it
   */
  public TurnResult await() {
    return await(FOREVER).orElseThrow();
  }

  /** Like {@link #await()}, but gives up waiting after a while; the turn goes on. */
  public Optional<TurnResult> await(Duration timeout) {
    try {
      if (!driver.await(timeout)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    return Optional.of(result());
  }

  private TurnInterruptedException interrupted() {
    driver.interrupt();
    Thread.currentThread().interrupt();
    return new TurnInterruptedException(
        "The thread that waited for turn " + id() + " was interrupted, and the turn with it.");
  }

  /** Says more while the turn runs; see {@link #steer(Input...)}. */
  public void steer(String text) {
    steer(Input.text(text));
  }

  /**
   * Says more while the turn runs. The model reads it after the outputs of the tools that are
   * running now; if it was about to finish, it goes on.
   *
   * @throws IllegalStateException if the turn is over
   */
  public void steer(Input... input) {
    if (!driver.steer(messages.message(List.of(input)))) {
      throw new IllegalStateException(
          "Turn " + id() + " is over and takes no more input. Start another with Session.start.");
    }
  }

  /**
   * Stops the turn: the answer that is being read is dropped, running tools are cancelled, and the
   * history is left valid. Returns at once; {@link #await()} then gives a result with status {@link
   * TurnStatus#INTERRUPTED}. Does nothing once the turn has ended.
   */
  public void interrupt() {
    driver.interrupt();
  }

  /**
   * The end as a stage, for hosts that are asynchronous: completed with what {@link #await()} would
   * return or throw, on the turn's thread.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // what could be thrown goes to the stage
  public CompletionStage<TurnResult> completion() {
    CompletableFuture<TurnResult> stage = new CompletableFuture<>();
    driver.completion().thenRun(() -> {
      try {
        stage.complete(result());
      } catch (RuntimeException | Error e) {
        stage.completeExceptionally(e); // as it is, while a stage that throws would wrap it
      }
    });
    return stage;
  }

  /**
   * Interrupts the turn if it runs, and waits for its end, unless it is the turn itself that asks:
   * one of its tools, say. Never throws.
   */
  @Override
  public void close() {
    if (!driver.isEnded()) {
      driver.interrupt();
    }
    if (!driver.runsOnThisThread()) {
      driver.completion().join();
    }
  }

  TurnChanges changes() {
    return driver.changes();
  }

  private TurnResult result() {
    List<Event> events = driver.snapshot();
    Event last = events.get(events.size() - 1);
    List<Item> items = new ArrayList<>();
    String finalMessage = "";
    for (Event event : events) {
      if (event instanceof ItemCompleted done) {
        items.add(done.item());
        if (done.item() instanceof AgentMessage message) {
          finalMessage = message.text();
        }
      }
    }
    if (last instanceof TurnFailed failed) {
      Throwable cause = driver.cause();
      throw new TurnFailedException(failed.message(), items, cause);
    }
    if (last instanceof TurnInterrupted stopped) {
      return new TurnResult(
          this,
          pendingApprovals().isEmpty() ? TurnStatus.INTERRUPTED : TurnStatus.AWAITING_APPROVAL,
          finalMessage,
          List.copyOf(items),
          stopped.usage(),
          Optional.empty());
    }
    if (!(last instanceof TurnCompleted completed)) {
      throw new CodexException("Turn " + id() + " has not ended: " + last);
    }
    return new TurnResult(
        this,
        completed.stoppedBy().isPresent() ? TurnStatus.BUDGET_EXCEEDED : TurnStatus.COMPLETED,
        finalMessage,
        List.copyOf(items),
        completed.usage(),
        completed.stoppedBy());
  }

  /** What had to be left for an answer that comes later. */
  List<PendingApproval> pendingApprovals() {
    return driver.snapshot().stream()
        .filter(ApprovalDeferred.class::isInstance)
        .map(event -> ((ApprovalDeferred) event).pending())
        .toList();
  }

  @Override
  public String toString() {
    return "Turn[" + id() + (driver.isEnded() ? ", ended]" : ", running]");
  }
}
