package dev.codex.internal.turn;

import dev.codex.context.SessionContext;
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
import dev.codex.internal.thread.Relay;
import dev.codex.internal.thread.StopSwitch;
import dev.codex.internal.thread.TurnThread;
import dev.codex.item.UserMessage;
import dev.codex.model.ModelRequest;
import dev.codex.model.OutputSchema;
import dev.codex.model.Usage;
import dev.codex.tool.Cancellation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does what the {@link TurnMachine} says and tells it what came of it. Everything is written to the
 * transcript before it is acted on. Used by the thread that has the turn, one after another.
 */
final class TurnLoop {

  private final Conversation conversation;
  private final Assembly assembly;
  private final String id;
  private final Opening opening;
  private final Optional<OutputSchema> schema;
  private final EventLog events;
  private final StopSwitch stop;
  private final Gate gate;
  private final TurnHooks hooks;
  private final Steering steering = new Steering();

  private volatile @Nullable ToolRound round;
  private volatile TurnChanges changes = TurnChanges.NONE;
  private volatile @Nullable Throwable cause;

  private TurnState state;
  private Usage usage = Usage.ZERO;
  private boolean roundIsCounted; // the calls of the round stand in the state

  TurnLoop(
      Conversation conversation,
      String id,
      Opening opening,
      Optional<OutputSchema> schema,
      EventLog events,
      StopSwitch stop) {
    this.conversation = conversation;
    this.assembly = conversation.assembly();
    this.id = id;
    this.opening = opening;
    this.schema = schema;
    this.events = events;
    this.stop = stop;
    this.gate = new Gate(
        assembly,
        conversation.grants(),
        conversation.hooks().context(id),
        events::append,
        () -> conversation.files().turn());
    this.hooks = new TurnHooks(conversation, id, stop.cancellation(), events::append);
    this.state = TurnState.startedAt(assembly.clock().instant());
  }

  Steering steering() {
    return steering;
  }

  Usage usage() {
    return usage;
  }

  Spent spent() {
    return state.spent();
  }

  /** What the turn has changed on disk; nothing before it has ended. */
  TurnChanges changes() {
    return changes;
  }

  /** What makes the turn fail, if it does. */
  @Nullable
  Throwable cause() {
    return cause;
  }

  void crash(Throwable why) {
    cause = why;
  }

  void fail(Throwable why) {
    if (cause == null) {
      cause = why;
    }
  }

  /** Whether that thread runs one of the calls. */
  boolean runsOn(Thread thread) {
    ToolRound calls = round;
    return calls != null && calls.runsOn(thread) || assembly.hostCode().runsOn(thread);
  }

  /** When the time runs out that the turn has left. */
  Optional<TurnMachine.Deadline> deadline() {
    return TurnMachine.deadline(state, limits(), assembly.clock().instant());
  }

  /** How the turn ends if it is stopped where it is now. */
  Ending stopped(Outcome why) {
    TurnMachine.Transition last =
        TurnMachine.next(state, why, limits(), assembly.clock().instant());
    return ((Step.Finish) last.step()).ending();
  }

  /**
   * Runs the turn.
   *
   * @param successor to be run on another thread when this one is lost while it runs a call; calls
   *     {@link #goOn}
   */
  Ending drive(TurnThread host, Runnable successor) throws InterruptedException {
    events.append(new TurnStarted(conversation.id(), id));
    return drive(host, successor, begin());
  }

  /** Goes on for a thread that was lost while it ran the call of a round. */
  Ending goOn(TurnThread host, Runnable successor) throws InterruptedException {
    return drive(host, successor, outputs(round()));
  }

  private Ending drive(TurnThread host, Runnable successor, Outcome first)
      throws InterruptedException {
    Outcome outcome = first;
    while (true) {
      Outcome stopped = stop.reason();
      outcome = stopped != null ? stopped : outcome;
      TurnMachine.Transition next =
          TurnMachine.next(state, outcome, limits(), assembly.clock().instant());
      state = next.state();
      if (next.step() instanceof Step.Finish finish) {
        return finish.ending();
      }
      outcome = execute(next.step(), host, successor);
    }
  }

  private Limits limits() {
    return conversation.limits(assembly.model().profile().streamRetries());
  }

  private Outcome begin() throws InterruptedException {
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

  /** Does a call that had to wait, or does not, and tells the model what came of it. */
  private Outcome answered(Opening.Answer answer) throws InterruptedException {
    LateCall late = new LateCall(conversation, id, events, gate);
    ToolRound calls = late.round(answer);
    round = calls;
    Optional<UserMessage> message = late.run(answer, calls, stop.cancellation());
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

  private Outcome execute(Step step, TurnThread host, Runnable successor)
      throws InterruptedException {
    if (step instanceof Step.RunTools) {
      return runTools(successor);
    }
    if (step instanceof Step.SampleAgain again) {
      events.append(
          new Retrying(again.attempt(), again.maxAttempts(), again.delay(), again.failure()));
      if (!sleep(again.delay())) {
        return new Outcome.Interrupted();
      }
    }
    return sample(host);
  }

  /** Waits; false if the turn was interrupted. */
  private boolean sleep(Duration delay) throws InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    try (Cancellation.Registration ignored = stop.cancellation().onCancel(woken::countDown)) {
      return !woken.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private Outcome sample(TurnThread host) {
    for (UserMessage message : steering.drain()) {
      conversation.recordPrompt(message);
      events.append(new Steered(message));
    }
    ToolRound calls = new ToolRound(assembly.threads());
    round = calls;
    roundIsCounted = false;
    Sampling sampling = new Sampling(conversation, id, events, gate, calls, this::mayCall);
    hooks.beforeModel();
    try {
      sampling.run(assembly.model(), request(), stop.cancellation(), host);
    } catch (ModelException e) {
      hooks.afterModel(Optional.of(e.failure().message()), Usage.ZERO);
      cause = e;
      return broke(e.failure(), calls);
    } catch (RuntimeException e) {
      if (!stop.isStopped() || e instanceof SessionException) {
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
    events.appendQuietly(new UsageUpdated(usage, conversation.usage()));
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
    return !stop.isStopped()
        && TurnMachine.forbidsToolCalls(state, calls, limits(), assembly.clock().instant())
            .isEmpty();
  }

  private ModelRequest request() {
    return ModelRequest.builder()
        .sessionId(conversation.id())
        .turnId(id)
        .instructions(conversation.instructions())
        .input(conversation.history())
        .tools(conversation.tools().specs())
        .outputSchema(schema)
        .build();
  }

  private Outcome runTools(Runnable successor) throws InterruptedException {
    ToolRound calls = round();
    roundIsCounted = true; // by the step that says so
    ToolRound.Slot only = calls.takeOnly();
    if (only != null) {
      Relay relay = new Relay(assembly.threads(), successor);
      try (Cancellation.Registration stopped = stop.cancellation().onCancel(calls::cancel);
          Cancellation.Registration lost = stop.cancellation().onCancel(relay::handOver)) {
        calls.execute(only, relay::handOver);
      }
      relay.comeBack();
    } else {
      events.tell();
    }
    calls.allowAll();
    return outputs(calls);
  }

  private Outcome outputs(ToolRound calls) throws InterruptedException {
    RoundOutputs outputs = new RoundOutputs(conversation, calls);
    try (Cancellation.Registration ignored = stop.cancellation().onCancel(calls::cancel)) {
      Outcome outcome = outputs.collect(stop.cancellation());
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

  /** Records the end, whatever still runs. */
  Event finish(Ending ending) throws InterruptedException {
    ToolRound calls = round;
    if (calls != null) {
      if (!roundIsCounted) {
        state = state.with(state.spent().plusToolCalls(calls.startedCount()));
      }
      new RoundOutputs(conversation, calls).abandon(ending);
    }
    changes = conversation
        .changes()
        .finish(() -> assembly.sandbox().files(assembly.sandboxPolicy()))
        .without(assembly.redaction().secrets());
    steering.close();
    for (UserMessage message : steering.drain()) {
      conversation.recordPrompt(message);
    }
    conversation.files().turn().end().forEach(warning -> events.append(new Notice(warning)));
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
  private String finalMessage() {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i) instanceof ItemCompleted done
          && done.item() instanceof dev.codex.item.AgentMessage message) {
        return message.text();
      }
    }
    return "";
  }
}
