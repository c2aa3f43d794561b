package dev.codex.hook;

import dev.codex.item.Content;
import dev.codex.item.ToolCall;
import dev.codex.policy.ApprovalRequest;
import java.util.List;

/** Where a turn is. More points will come: a {@code switch} needs a {@code default}. */
public sealed interface HookEvent
    permits HookEvent.PromptSubmitted, HookEvent.BeforeTool, HookEvent.AfterTool, FutureHookEvent {

  String sessionId();

  String turnId();

  /** The user has said something; a deny keeps it from the model and ends the turn. */
  record PromptSubmitted(String sessionId, String turnId, List<Content> prompt)
      implements HookEvent {}

  /** A tool is about to act; a deny becomes the call's output. */
  record BeforeTool(String sessionId, String turnId, ToolCall call, ApprovalRequest request)
      implements HookEvent {}

  /** A tool has acted; a deny replaces what the model is told by the reason. */
  record AfterTool(
      String sessionId, String turnId, ToolCall call, ApprovalRequest request, String output)
      implements HookEvent {}
}
