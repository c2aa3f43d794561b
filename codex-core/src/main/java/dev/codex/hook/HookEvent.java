package dev.codex.hook;

import dev.codex.item.Content;
import dev.codex.item.ToolCall;
import dev.codex.model.Usage;
import dev.codex.policy.ApprovalRequest;
import java.util.List;
import java.util.Optional;

/** Where a session is. More points will come: a {@code switch} needs a {@code default}. */
public sealed interface HookEvent
    permits HookEvent.SessionStarted,
        HookEvent.PromptSubmitted,
        HookEvent.BeforeModel,
        HookEvent.AfterModel,
        HookEvent.BeforeTool,
        HookEvent.PermissionRequested,
        AfterTool,
        HookEvent.BeforeCompaction,
        HookEvent.AfterCompaction,
        HookEvent.SubagentStarted,
        HookEvent.SubagentStopped,
        HookEvent.TurnStopping,
        HookEvent.TurnInterrupted,
        HookEvent.SessionEnded,
        FutureHookEvent {

  HookContext context();

  default String sessionId() {
    return context().sessionId();
  }

  default String turnId() {
    return context().turnId();
  }

  /**
   * Whether a deny has an effect here that keeps something from happening, so that a hook that
   * fails has to be taken for one that denies. At the end of a turn a deny makes the model go on.
   */
  default boolean isDeniable() {
    return this instanceof SessionStarted
        || this instanceof PromptSubmitted
        || this instanceof BeforeTool
        || this instanceof PermissionRequested
        || this instanceof AfterTool;
  }

  /** The first turn of a session in this process begins; a deny or stop ends that turn. */
  record SessionStarted(HookContext context, Source source) implements HookEvent {}

  /** How a session came to be. */
  enum Source {
    STARTUP,
    RESUME
  }

  /** The user has said something; a deny or stop keeps it from the model and ends the turn. */
  record PromptSubmitted(HookContext context, List<Content> prompt) implements HookEvent {
    public PromptSubmitted {
      prompt = List.copyOf(prompt);
    }
  }

  /** The model is about to be asked; for watching only. */
  record BeforeModel(HookContext context) implements HookEvent {}

  /**
   * The model has answered or failed to; for watching only.
   *
   * @param error why there is no whole answer
   */
  record AfterModel(HookContext context, Optional<String> error, Usage usage)
      implements HookEvent {}

  /** A tool is about to act; a deny becomes the call's output. */
  record BeforeTool(HookContext context, ToolCall call, ApprovalRequest request)
      implements HookEvent {}

  /** An approver is about to be asked; a deny or an approval answers in its place. */
  record PermissionRequested(HookContext context, ToolCall call, ApprovalRequest request)
      implements HookEvent {}

  /** The history is about to be summarised; for watching only. */
  record BeforeCompaction(HookContext context, Trigger trigger) implements HookEvent {}

  /** The history was summarised; for watching only. */
  record AfterCompaction(HookContext context, Trigger trigger) implements HookEvent {}

  /** Who wanted a history to be summarised. */
  enum Trigger {
    MANUAL,
    AUTOMATIC
  }

  /** Another agent begins to work for this one; for watching only. */
  record SubagentStarted(HookContext context, String agentId, String agentType)
      implements HookEvent {}

  /** Another agent is about to end its work; a deny makes it go on with the reason as its task. */
  record SubagentStopped(HookContext context, String agentId, String agentType, String lastMessage)
      implements HookEvent {}

  /**
   * The model has said its last word; a deny makes it go on, with the reason as the next input.
   *
   * @param wentOn whether a hook has made this turn go on before
   */
  record TurnStopping(HookContext context, boolean wentOn, String lastMessage)
      implements HookEvent {}

  /** Somebody has stopped the turn; for watching only. */
  record TurnInterrupted(HookContext context) implements HookEvent {}

  /** The session is closed in this process; for watching only. */
  record SessionEnded(HookContext context, String reason) implements HookEvent {}
}
