package dev.codex.testing;

import dev.codex.error.ModelFailure;
import dev.codex.item.AgentMessage;
import dev.codex.item.CustomToolCall;
import dev.codex.item.FunctionCall;
import dev.codex.item.ModelItem;
import dev.codex.item.Reasoning;
import dev.codex.model.ItemDone;
import dev.codex.model.ModelEvent;
import dev.codex.model.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * One answer of a model, put together step by step. It begins with {@code Created} and ends with
 * {@code Completed} by itself, unless a failure ends it before.
 */
public final class ScriptedAnswer {

  private final AnswerNames names;
  private final String responseId;
  private final List<AnswerStep> steps = new ArrayList<>();
  private boolean streaming;
  private Usage usage;
  private boolean failed;

  ScriptedAnswer(AnswerNames names, Usage usage) {
    this.names = names;
    this.usage = usage;
    this.responseId = names.response();
    event(new ModelEvent.Created(responseId));
  }

  /** From here on messages come as {@code ItemStarted} and one {@code TextDelta} per word. */
  public ScriptedAnswer streaming() {
    streaming = true;
    return this;
  }

  public ScriptedAnswer message(String text) {
    String id = names.message();
    if (streaming) {
      event(new ModelEvent.ItemStarted(new AgentMessage(id, List.of())));
      for (String word : text.split("(?<=\\s)(?=\\S)")) {
        event(new ModelEvent.TextDelta(id, word));
      }
    }
    return item(AgentMessage.of(id, text));
  }

  /** A thought with a summary of one part. */
  public ScriptedAnswer reasoning(String summary) {
    String id = names.reasoning();
    if (streaming) {
      event(new ModelEvent.ItemStarted(new Reasoning(id, List.of(), List.of(), "")));
      event(new ModelEvent.ReasoningSummaryDelta(id, 0, summary));
    }
    return item(new Reasoning(id, List.of(summary), List.of(), ""));
  }

  /** Calls a function tool; the call is named {@code call-1}, {@code call-2} and so on. */
  public ScriptedAnswer toolCall(String name, String json) {
    return toolCall(names.call(), name, json);
  }

  public ScriptedAnswer toolCall(String callId, String name, String json) {
    return item(FunctionCall.of(names.item(), callId, name, json));
  }

  /** Calls a freeform tool; names of calls are counted together with those of functions. */
  public ScriptedAnswer freeformCall(String name, String input) {
    return freeformCall(names.call(), name, input);
  }

  public ScriptedAnswer freeformCall(String callId, String name, String input) {
    return item(new CustomToolCall(names.item(), callId, name, input));
  }

  public ScriptedAnswer item(ModelItem item) {
    return event(ItemDone.of(item));
  }

  public ScriptedAnswer event(ModelEvent event) {
    if (failed) {
      throw new IllegalStateException("The answer has failed already; nothing can come after.");
    }
    steps.add(new AnswerStep.Emit(event));
    return this;
  }

  /** The answer stops here until the gate is opened or the stream is closed. */
  public ScriptedAnswer waitFor(Gate gate) {
    steps.add(new AnswerStep.Wait(gate));
    return this;
  }

  /** What the answer says it cost. */
  public ScriptedAnswer usage(Usage usage) {
    this.usage = usage;
    return this;
  }

  /** The answer breaks off here. */
  public ScriptedAnswer failure(ModelFailure failure) {
    steps.add(new AnswerStep.Fail(failure));
    failed = true;
    return this;
  }

  List<AnswerStep> steps() {
    List<AnswerStep> all = new ArrayList<>(steps);
    if (!failed) {
      all.add(new AnswerStep.Emit(new ModelEvent.Completed(responseId, usage)));
    }
    return all;
  }
}
