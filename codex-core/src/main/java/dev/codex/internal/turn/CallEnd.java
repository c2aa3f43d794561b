package dev.codex.internal.turn;

import dev.codex.internal.gate.Admission;
import dev.codex.item.ToolCall;
import dev.codex.tool.ToolResult;
import java.util.List;

/** What a call comes to. */
sealed interface CallEnd {

  /**
   * The model is told this.
   *
   * @param context what hooks want it to know besides
   */
  record Answered(ToolResult result, List<String> context) implements CallEnd {}

  /** Somebody will answer later; the turn ends, and the call may be done after that. */
  record Deferred(Admission.Deferred admission, ToolCall call, List<String> context)
      implements CallEnd {}

  /** The call was stopped before it had an answer of its own. */
  record Cancelled() implements CallEnd {}

  /** The approver wants the turn to stop. */
  record StopTurn() implements CallEnd {}

  /** The tool has a bug, which fails the turn and is none of the model's business. */
  record Broken(Throwable cause) implements CallEnd {}
}
