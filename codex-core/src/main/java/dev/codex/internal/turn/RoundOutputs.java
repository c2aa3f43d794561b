package dev.codex.internal.turn;

import dev.codex.internal.json.Ids;
import dev.codex.internal.lease.OutputLimit;
import dev.codex.internal.rollout.PendingCall;
import dev.codex.internal.step.Outcome;
import dev.codex.internal.step.Step.Ending;
import dev.codex.internal.thread.TurnThread;
import dev.codex.item.Content;
import dev.codex.item.CustomToolCall;
import dev.codex.item.CustomToolCallOutput;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.ToolCall;
import dev.codex.policy.PendingApproval;
import dev.codex.tool.Cancellation;
import dev.codex.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Records what came of a round of calls: exactly one output per call, in the calls' order. */
final class RoundOutputs {

  private static final long GRACE = TurnThread.GRACE.toNanos();

  private final Conversation conversation;
  private final ToolRound round;
  private @Nullable Throwable broken;
  private final List<PendingApproval> deferred = new ArrayList<>(0);

  RoundOutputs(Conversation conversation, ToolRound round) {
    this.conversation = conversation;
    this.round = round;
  }

  /** What a broken tool threw, if one did. */
  @Nullable
  Throwable broken() {
    return broken;
  }

  /** Records outputs as they become known, until all are or one of them ends the turn. */
  Outcome collect(Cancellation cancellation) throws InterruptedException {
    Fingerprint fingerprint = new Fingerprint();
    for (ToolRound.Slot slot : round.slots()) {
      if (slot.isRecorded()) {
        continue;
      }
      if (cancellation.isCancelled() || !awaitUnlessCancelled(slot, cancellation)) {
        return new Outcome.Interrupted();
      }
      CallEnd end = slot.end();
      if (end instanceof CallEnd.Broken failed) {
        broken = failed.cause();
        return new Outcome.Crashed("The tool " + slot.call.name() + " failed: " + failed.cause());
      }
      if (end instanceof CallEnd.Deferred put) {
        defer(slot, put);
        continue;
      }
      if (!(end instanceof CallEnd.Answered answered)) {
        return new Outcome.Interrupted();
      }
      fingerprint.add(slot.call, answered.result().text());
      record(slot, answered);
    }
    return deferred.isEmpty()
        ? new Outcome.ToolsRan(fingerprint.toString())
        : new Outcome.Deferred();
  }

  /** The history stays valid whatever comes next: the call has an output, which says to wait. */
  private void defer(ToolRound.Slot slot, CallEnd.Deferred put) {
    PendingApproval approval = PendingApproval.builder()
        .id(Ids.uuid())
        .sessionId(conversation.id())
        .tool(put.call().name())
        .callId(put.call().callId())
        .since(conversation.assembly().clock().instant())
        .reason(put.admission().request().reason())
        .action(put.admission().request().display())
        .digest(put.admission().digest())
        .build();
    conversation.waiting().add(new PendingCall(approval, put.call()));
    deferred.add(approval);
    put.context().forEach(conversation::recordContext);
    record(
        slot,
        ToolResult.error("not done yet: somebody has to approve this, which may take days. You"
            + " will be told what came of it; do not try it another way meanwhile."));
  }

  /** What waits for an answer. */
  List<PendingApproval> deferred() {
    return List.copyOf(deferred);
  }

  private boolean awaitUnlessCancelled(ToolRound.Slot slot, Cancellation cancellation)
      throws InterruptedException {
    if (slot.end() != null) {
      return true;
    }
    try (Cancellation.Registration ignored = cancellation.onCancel(round::wakeAll)) {
      return round.await(slot, cancellation);
    }
  }

  /** Stops what still runs and answers every call that has no output yet. */
  void abandon(Ending ending) throws InterruptedException {
    List<ToolRound.Slot> open =
        round.slots().stream().filter(slot -> !slot.isRecorded()).toList();
    if (open.isEmpty()) {
      return;
    }
    round.cancel();
    round.awaitCancelled(GRACE);
    round.interruptThreads();
    round.awaitCancelled(GRACE);
    round.leaveRunning();
    for (ToolRound.Slot slot : open) {
      if (slot.end() instanceof CallEnd.Answered answered) {
        record(slot, answered);
      } else {
        record(slot, abandoned(slot, ending));
      }
    }
  }

  private static ToolResult abandoned(ToolRound.Slot slot, Ending ending) {
    String seconds =
        String.format(Locale.ROOT, "%.1fs", (System.nanoTime() - slot.arrivedAt) / 1e9);
    if (ending instanceof Ending.OutOfBudget out) {
      String what = slot.isStarted() ? "stopped after " + seconds : "not run";
      return ToolResult.error(what + ": the budget is used up (" + out.budget() + ")");
    }
    return ending instanceof Ending.Interrupted
        ? ToolResult.error("aborted by user after " + seconds)
        : ToolResult.error("aborted");
  }

  /** What hooks add goes before the output, as in Codex. */
  private void record(ToolRound.Slot slot, CallEnd.Answered answered) {
    answered.context().forEach(conversation::recordContext);
    record(slot, answered.result());
  }

  private void record(ToolRound.Slot slot, ToolResult result) {
    conversation.record(output(slot.call, result));
    slot.setRecorded();
  }

  private ModelItem output(ToolCall call, ToolResult result) {
    int tokens = conversation.assembly().model().profile().maxToolOutputTokens();
    List<Content> content = OutputLimit.cut(result.content(), tokens);
    return call instanceof CustomToolCall
        ? new CustomToolCallOutput(Ids.item("ctco"), call.callId(), content)
        : new FunctionCallOutput(Ids.item("fco"), call.callId(), content);
  }
}
