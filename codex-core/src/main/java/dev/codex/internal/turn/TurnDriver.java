package dev.codex.internal.turn;

import dev.codex.context.SessionContext;
import dev.codex.error.CodexException;
import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.SessionException;
import dev.codex.event.ApprovalDeferred;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.Notice;
import dev.codex.event.Retrying;
import dev.codex.event.Steered;
import dev.codex.event.TurnCompleted;
import dev.codex.event.TurnFailed;
import dev.codex.event.TurnInterrupted;
import dev.codex.event.TurnStarted;
import dev.codex.event.UsageUpdated;
import dev.codex.internal.change.TurnChanges;
import dev.codex.internal.gate.Gate;
import dev.codex.internal.json.Ids;
import dev.codex.internal.step.Limits;
import dev.codex.internal.step.Outcome;
import dev.codex.internal.step.Outcome.Waiting;
import dev.codex.internal.step.Spent;
import dev.codex.internal.step.Step;
import dev.codex.internal.step.Step.Ending;
import dev.codex.internal.step.TurnMachine;
import dev.codex.internal.step.TurnState;
import dev.codex.item.UserMessage;
import dev.codex.model.ModelRequest;
import dev.codex.model.OutputSchema;
import dev.codex.model.Usage;
import dev.codex.tool.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes a turn on its own thread: does what the {@link TurnMachine} says and tells it what came
 * of it. Everything is written to the transcript before it is acted on.
 */
public final class TurnDriver {

  private static final Logger LOG = LoggerFactory.getLogger(TurnDriver.class);

  private final Conversation conversation;
  private final Assembly assembly;
  private final String id;
  private final Opening opening;
  private final Optional<OutputSchema> schema;
  private final EventLog events = new EventLog();
  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<Event> completion = new CompletableFuture<>();
  private final Gate gate;
  private final TurnHooks hooks;

  private final Steering steering = new Steering();
  private volatile TurnChanges changes = TurnChanges.NONE;

  private volatile @Nullable Thread thread; // while the turn runs
  private volatile @Nullable ToolRound round;

  // Used by the turn's thread only.
  private TurnState state;
  private Usage usage = Usage.ZERO;
  private @Nullable Throwable cause;

  TurnDriver(Conversation conversation, Opening opening, Optional<OutputSchema> schema) {
    this.conversation = conversation;
    this.assembly = conversation.assembly();
    this.id = Ids.uuid();
    this.opening = opening;
    this.schema = schema;
    this.gate =
        new Gate(assembly, conversation.grants(), conversation.hooks().context(id), events::append);
    this.hooks = new TurnHooks(conversation, id, cancellation, events::append);
    this.state = TurnState.startedAt(assembly.clock().instant());
  }

  /** Throws what the host's thread factory throws; the turn has then never been. */
  void start() {
    try {
      assembly.threads().run(this::run);
    } catch (RuntimeException | Error e) {
      conversation.release(this, Spent.NOTHING);
      completion.complete(new TurnFailed(describe(e), Optional.empty(), usage));
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
    return cause;
  }

  /** What the turn has changed on disk; nothing before it has ended. */
  public TurnChanges changes() {
    return changes;
  }

  public boolean isEnded() {
    return events.isEnded();
  }

  /** Stops the turn; returns at once. */
  public void interrupt() {
    cancellation.cancel();
  }

  /** Puts the message before the model at the next chance; false if there will be none. */
  public boolean steer(UserMessage message) {
    return steering.add(message);
  }

  /** Whether whoever asks is run by this turn, and so must not wait for its end. */
  public boolean runsOnThisThread() {
    Thread current = Thread.currentThread();
    ToolRound calls = round;
    return !isEnded()
        && (thread == current
            || calls != null && calls.runsOn(current)
            || assembly.hostCode().runsOn(current));
  }

  private void run() {
    thread = Thread.currentThread();
    Ending ending;
    try {
      ending = drive();
    } catch (Throwable e) { // the thread's top: whoever waits must hear of it
      cause = e;
      ending = new Ending.Crashed(describe(e));
    }
    Event last;
    try {
      last = finish(ending);
    } catch (Throwable e) { // the transcript cannot be written: the turn still has to end
      LOG.debug("The end of turn {} could not be recorded", id, e);
      if (cause == null) {
        cause = e;
      }
      conversation.distrustHistory();
      last = new TurnFailed(describe(e), Optional.empty(), usage);
    }
    conversation.release(this, state.spent());
    events.append(last);
    thread = null;
    completion.complete(last);
  }

  private static String describe(Throwable e) {
    return e instanceof CodexException ? String.valueOf(e.getMessage()) : e.toString();
  }

  private Ending drive() throws InterruptedException {
    events.append(new TurnStarted(conversation.id(), id));
    Outcome outcome = begin();
    while (true) {
      if (cancellation.isCancelled()) {
        outcome = new Outcome.Interrupted();
      }
      TurnMachine.Transition next =
          TurnMachine.next(state, outcome, limits(), assembly.clock().instant());
      state = next.state();
      if (next.step() instanceof Step.Finish finish) {
        return finish.ending();
      }
      outcome = execute(next.step());
    }
  }

  private Limits limits() {
    return conversation.limits(assembly.model().profile().streamRetries());
  }

  private Outcome begin() {
    for (String notice : conversation.beginTurn(id)) {
      events.append(new Notice(notice));
    }
    if (opening instanceof Opening.Answer answer) {
      return answered(answer);
    }
    if (!hooks.begin(((Opening.Prompt) opening).message())) {
      return new Outcome.PromptDenied();
    }
    return new Outcome.Began();
  }

  private Outcome answered(Opening.Answer answer) {
    LateCall late = new LateCall(conversation, id, events::append, gate);
    Optional<UserMessage> message = late.run(answer, cancellation);
    Throwable broken = late.broken();
    if (broken != null) {
      cause = broken;
      return new Outcome.Crashed(
          "The tool " + answer.pending().call().name() + " failed: " + broken);
    }
    if (message.isEmpty()) {
      return new Outcome.Interrupted();
    }
    conversation.recordPrompt(message.get());
    return new Outcome.Began();
  }

  private Outcome execute(Step step) throws InterruptedException {
    if (step instanceof Step.RunTools) {
      return runTools();
    }
    if (step instanceof Step.SampleAgain again) {
      events.append(
          new Retrying(again.attempt(), again.maxAttempts(), again.delay(), again.failure()));
      if (!sleep(again.delay())) {
        return new Outcome.Interrupted();
      }
    }
    return sample();
  }

  /** Waits; false if the turn was interrupted. */
  private boolean sleep(Duration delay) throws InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    try (Cancellation.Registration ignored = cancellation.onCancel(woken::countDown)) {
      return !woken.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private Outcome sample() {
    for (UserMessage message : steering.drain()) {
      conversation.recordPrompt(message);
      events.append(new Steered(message));
    }
    ToolRound calls = new ToolRound(assembly.threads());
    round = calls;
    Sampling sampling = new Sampling(conversation, id, events::append, gate, calls, this::mayCall);
    hooks.beforeModel();
    try {
      sampling.run(assembly.model(), request(), cancellation);
    } catch (ModelException e) {
      hooks.afterModel(Optional.of(e.failure().message()), Usage.ZERO);
      cause = e;
      return broke(e.failure(), calls);
    } catch (RuntimeException e) {
      if (!cancellation.isCancelled() || e instanceof SessionException) {
        throw e;
      }
      return new Outcome.Interrupted(); // however a model says that it was stopped
    }
    if (!sampling.isComplete()) {
      cause = null;
      return broke(
          ModelFailure.of(
              ModelFailure.Kind.STREAM,
              "stream disconnected before completion: stream closed before response.completed"),
          calls);
    }
    cause = null;
    usage = usage.plus(sampling.usage());
    conversation.recordUsage(sampling.usage());
    events.append(new UsageUpdated(usage, conversation.usage()));
    // An answer without calls is the last one unless there is input, so none may come after it.
    hooks.afterModel(Optional.empty(), sampling.usage());
    boolean isLast = calls.size() == 0 && !goesOn() && steering.closeUnlessWaiting();
    return new Outcome.Sampled(
        sampling.usage().totalTokens(), calls.size(), isLast ? Waiting.NONE : Waiting.SOME);
  }

  /** Whether a hook does not let the turn end. */
  private boolean goesOn() {
    return !steering.isWaiting() && hooks.stopping(finalMessage());
  }

  private Outcome broke(ModelFailure failure, ToolRound calls) {
    return new Outcome.Broke(failure, calls.size(), assembly.random().nextDouble(0.9, 1.1));
  }

  private boolean mayCall(int calls) {
    return !cancellation.isCancelled()
        && TurnMachine.forbidsToolCalls(state, calls, limits(), assembly.clock().instant())
            .isEmpty();
  }

  private ModelRequest request() {
    return ModelRequest.builder()
        .sessionId(conversation.id())
        .turnId(id)
        .instructions(conversation.instructions())
        .input(conversation.history())
        .tools(assembly.tools().specs())
        .outputSchema(schema)
        .build();
  }

  private Outcome runTools() throws InterruptedException {
    ToolRound calls = round();
    calls.allowAll();
    RoundOutputs outputs = new RoundOutputs(conversation, calls);
    try (Cancellation.Registration ignored = cancellation.onCancel(calls::cancel)) {
      Outcome outcome = outputs.collect(cancellation);
      outputs.deferred().forEach(pending -> events.append(new ApprovalDeferred(pending)));
      return outcome;
    } finally {
      if (outputs.broken() != null) {
        cause = outputs.broken();
      }
    }
  }

  private ToolRound round() {
    ToolRound current = round;
    if (current == null) {
      throw new IllegalStateException("Tools are to run, but nothing was sampled.");
    }
    return current;
  }

  private Event finish(Ending ending) throws InterruptedException {
    ToolRound calls = round;
    if (calls != null) {
      if (ending instanceof Ending.OutOfBudget && calls.hasUnrecorded()) {
        state = state.with(state.spent().plusToolCalls(calls.startedCount()));
      }
      new RoundOutputs(conversation, calls).abandon(ending);
    }
    changes =
        conversation.changes().finish(() -> assembly.sandbox().files(assembly.sandboxPolicy()));
    steering.close();
    for (UserMessage message : steering.drain()) {
      conversation.recordPrompt(message);
    }
    conversation.turnFiles().end().forEach(warning -> events.append(new Notice(warning)));
    if (ending instanceof Ending.Interrupted) {
      hooks.interrupted();
      conversation.record(SessionContext.interrupted(Ids.item("msg")));
      conversation.endTurn(id, finalMessage(), Transcript.TurnEnd.INTERRUPTED);
      return new TurnInterrupted(usage);
    }
    conversation.endTurn(id, finalMessage(), Transcript.TurnEnd.DONE);
    if (ending instanceof Ending.Deferred) {
      return new TurnInterrupted(usage);
    }
    if (ending instanceof Ending.ModelFailed failed) {
      return new TurnFailed(failed.failure().message(), Optional.of(failed.failure()), usage);
    }
    if (ending instanceof Ending.Crashed crashed) {
      return new TurnFailed(crashed.message(), Optional.empty(), usage);
    }
    return new TurnCompleted(
        usage,
        ending instanceof Ending.OutOfBudget out ? Optional.of(out.budget()) : Optional.empty());
  }

  /** The last message that the model completed in this turn; empty if there was none. */
  public String finalMessage() {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i) instanceof ItemCompleted done
          && done.item() instanceof dev.codex.item.AgentMessage message) {
        return message.text();
      }
    }
    return "";
  }
}
