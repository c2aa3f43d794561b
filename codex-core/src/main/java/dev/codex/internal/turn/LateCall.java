package dev.codex.internal.turn;

import dev.codex.internal.gate.Gate;
import dev.codex.internal.json.Ids;
import dev.codex.internal.rollout.PendingCall;
import dev.codex.item.ToolCall;
import dev.codex.item.UserMessage;
import dev.codex.tool.Cancellation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does a call that was put off, now that it is answered. That the answer is used up stands in the
 * transcript before anything happens, so that a process that dies in the middle leaves an unknown
 * outcome and nobody who does it again.
 */
final class LateCall {

  private final Conversation conversation;
  private final String turnId;
  private final EventLog events;
  private final Gate gate;
  private @Nullable Throwable broken;

  LateCall(Conversation conversation, String turnId, EventLog events, Gate gate) {
    this.conversation = conversation;
    this.turnId = turnId;
    this.events = events;
    this.gate = gate;
  }

  /** What the tool threw, if it has a bug. */
  @Nullable
  Throwable broken() {
    return broken;
  }

  /** The call as a round of its own; empty if there is no tool for it any more. */
  ToolRound round(Opening.Answer answer) {
    ToolRound round = new ToolRound(conversation.assembly().threads());
    PendingCall pending = answer.pending();
    ToolCall call = pending.call();
    conversation.assembly().tools().find(call.name()).ifPresent(tool -> {
      round.add(
          call,
          new Call(conversation, turnId, events, gate, call, tool)
              .answeredBy(new Call.LateAnswer(pending.approval().digest(), answer.decision())));
      round.slots().forEach(ToolRound.Slot::setRecorded); // its output is a message
    });
    return round;
  }

  /** What the model is told about it; empty if the turn is to stop. */
  Optional<UserMessage> run(Opening.Answer answer, ToolRound round, Cancellation cancellation)
      throws InterruptedException {
    conversation.waiting().settle(answer.pending(), answer.decision());
    if (round.slots().isEmpty()) {
      return Optional.of(
          told(answer.pending(), "not done: there is no tool of this name any more"));
    }
    ToolRound.Slot slot = round.slots().get(0);
    round.allowAll();
    try (Cancellation.Registration stop = cancellation.onCancel(round::cancel);
        Cancellation.Registration wake = cancellation.onCancel(round::wakeAll)) {
      round.await(slot, cancellation);
    }
    CallEnd end = slot.end();
    if (end instanceof CallEnd.Broken failed) {
      broken = failed.cause();
    }
    return end instanceof CallEnd.Answered answered
        ? Optional.of(told(answer.pending(), answered.result().text()))
        : Optional.empty();
  }

  private static UserMessage told(PendingCall pending, String output) {
    return UserMessage.of(
        Ids.item("msg"),
        "<deferred_call call_id=\"" + pending.approval().callId() + "\" tool=\""
            + pending.approval().tool()
            + "\">\nThe user has answered the call that had to wait. Its output:\n" + output
            + "\n</deferred_call>");
  }
}
