package dev.codex.internal.turn;

import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.RateLimitsUpdated;
import dev.codex.event.ReasoningDelta;
import dev.codex.event.TextDelta;
import dev.codex.internal.gate.Gate;
import dev.codex.internal.thread.GuardedStream;
import dev.codex.internal.thread.TurnThread;
import dev.codex.item.AgentMessage;
import dev.codex.item.CustomToolCall;
import dev.codex.item.FunctionCall;
import dev.codex.item.Item;
import dev.codex.item.ModelItem;
import dev.codex.item.ToolCall;
import dev.codex.item.WebSearchCall;
import dev.codex.model.ItemDone;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import dev.codex.model.Usage;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one answer of a model: finished items into the history, calls into the round. */
final class Sampling {

  private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);

  private final Conversation conversation;
  private final String turnId;
  private final EventLog events;
  private final Gate gate;
  private final ToolRound round;
  private final IntPredicate mayCall;
  private final boolean freeformTools;
  private final Set<String> calls = new HashSet<>(4);
  private @Nullable WebSearchCall search; // announced, but not finished
  private @Nullable Usage usage;
  private int putOff; // that many calls may start, but need not yet

  /**
   * @param mayCall whether the budget has room for so many calls in this round
   */
  Sampling(
      Conversation conversation,
      String turnId,
      EventLog events,
      Gate gate,
      ToolRound round,
      IntPredicate mayCall) {
    this.conversation = conversation;
    this.turnId = turnId;
    this.events = events;
    this.gate = gate;
    this.round = round;
    this.mayCall = mayCall;
    this.freeformTools = conversation.assembly().model().profile().freeformTools();
  }

  void run(Model model, ModelRequest request, Cancellation cancellation, TurnThread host) {
    events.tell();
    ModelStream answer = host.interruptibly(cancellation, () -> model.stream(request));
    try (ModelStream stream = new GuardedStream(answer, host);
        Cancellation.Registration ignored = cancellation.onCancel(() -> giveUp(answer))) {
      while (!cancellation.isCancelled() && stream.hasNext()) {
        on(stream.next());
        if (putOff > 0 && !stream.isReady()) {
          start();
        }
      }
    } finally {
      if (search != null) { // whoever saw it start must see it end
        events.accept(new ItemCompleted(search));
      }
    }
  }

  private void start() {
    if (mayCall.test(putOff)) { // still
      round.allow(putOff);
    }
    putOff = 0;
  }

  /** On a thread of its own: whoever interrupts has nothing to do with a model's faults. */
  private void giveUp(ModelStream stream) {
    conversation.assembly().threads().runAnyway(() -> {
      try {
        stream.close();
      } catch (RuntimeException e) {
        LOG.warn("A model's stream could not be closed", e);
      }
    });
  }

  boolean isComplete() {
    return usage != null;
  }

  Usage usage() {
    return usage == null ? Usage.ZERO : usage;
  }

  private void on(ModelEvent event) {
    if (event instanceof ModelEvent.TextDelta delta) {
      events.accept(new TextDelta(delta.itemId(), delta.text()));
    } else if (event instanceof ItemDone done) {
      done(done);
    } else if (event instanceof ModelEvent.ReasoningSummaryDelta delta) {
      events.accept(new ReasoningDelta(delta.itemId(), delta.index(), delta.text()));
    } else if (event instanceof ModelEvent.ItemStarted started) {
      if (started.item() instanceof WebSearchCall call) {
        search = call;
        events.accept(new ItemStarted(call));
      }
    } else if (event instanceof ModelEvent.Limits limits) {
      events.accept(new RateLimitsUpdated(limits.limits()));
    } else if (event instanceof ModelEvent.Completed completed) {
      usage = completed.usage();
    }
  }

  private void done(ItemDone done) {
    ModelItem item = done.item();
    if (item instanceof AgentMessage message && isEmpty(message)) {
      events.accept(new ItemCompleted(message));
      return; // strict servers refuse empty messages in a history
    }
    conversation.record(done.json());
    if (item instanceof ToolCall call) {
      call(call);
      return;
    }
    if (item instanceof WebSearchCall call) {
      if (search == null) {
        events.accept(new ItemStarted(call));
      }
      search = null;
    }
    events.accept(new ItemCompleted((Item) item));
  }

  private static boolean isEmpty(AgentMessage message) {
    return message.content().stream()
        .allMatch(part ->
            part instanceof dev.codex.item.Content.Text text && text.text().isEmpty());
  }

  private void call(ToolCall call) {
    if (!calls.add(call.callId() + '\0' + call.name() + '\0' + call.input())) {
      round.addAnswered(
          call, answer("This call was sent twice with the same id; it was run once."));
      return;
    }
    Optional<Tool> tool = conversation.tools().find(call.name());
    Optional<String> misfit = misfit(call, tool);
    if (misfit.isPresent()) {
      round.addAnswered(call, answer(misfit.get()));
    } else {
      round.add(call, new Call(conversation, turnId, events, gate, call, tool.orElseThrow()));
    }
    if (mayCall.test(round.size())) {
      putOff = round.size();
      // a hook that hears of the answer's end would hold the call up
      if (!conversation.assembly().hooks().isEmpty()) {
        start();
      }
    }
  }

  private static CallEnd answer(String text) {
    return new CallEnd.Answered(ToolResult.error(text), List.of());
  }

  /** Why no tool answers this call; empty if one does. The first two texts are Codex's. */
  private Optional<String> misfit(ToolCall call, Optional<Tool> tool) {
    String namespace = call instanceof FunctionCall function ? function.namespace() : "";
    if (namespace.equals("functions")) {
      namespace = ""; // where models that know tools in namespaces expect all the others
    }
    if (tool.isEmpty() || !namespace.isEmpty()) {
      return Optional.of(
          call instanceof CustomToolCall
              ? "unsupported custom tool call: " + call.name()
              : "unsupported call: " + namespace + call.name());
    }
    boolean freeform = tool.get().spec() instanceof ToolSpec.Freeform;
    if (freeform && call instanceof FunctionCall && freeformTools) {
      return Optional.of(call.name() + " takes text and no JSON; call it as a custom tool.");
    }
    return freeform || call instanceof FunctionCall
        ? Optional.empty()
        : Optional.of(call.name() + " takes JSON arguments; call it as a function.");
  }
}
