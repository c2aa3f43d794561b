package dev.codex.internal.turn;

import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.internal.lease.Redaction;
import dev.codex.item.ToolCall;
import dev.codex.item.ToolExecution;
import dev.codex.item.WorkStatus;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import java.time.Duration;
import java.util.Optional;

/** Tools that describe themselves as a mere call report nothing; this reports for them. */
final class ShownCall {

  private final ToolExecution.Builder item;
  private final EventLog events;
  private final long begin = System.nanoTime();

  private ShownCall(ToolExecution.Builder item, EventLog events) {
    this.item = item;
    this.events = events;
  }

  /** Empty for a tool that reports its work itself. */
  static Optional<ShownCall> begin(
      ToolCall call, ApprovalRequest request, Redaction redaction, EventLog events) {
    if (!(request instanceof CallTool)) {
      return Optional.empty();
    }
    ToolExecution.Builder item = ToolExecution.builder()
        .id(call.callId())
        .tool(call.name())
        .input(redaction.secrets().redact(call.input()))
        .status(WorkStatus.IN_PROGRESS);
    events.append(new ItemStarted(item.build()));
    return Optional.of(new ShownCall(item, events));
  }

  void end(WorkStatus status, String output) {
    events.appendQuietly(new ItemCompleted(item.status(status)
        .output(output)
        .duration(Duration.ofNanos(System.nanoTime() - begin))
        .build()));
  }
}
