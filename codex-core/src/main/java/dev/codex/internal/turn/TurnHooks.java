package dev.codex.internal.turn;

import dev.codex.event.Event;
import dev.codex.event.HookDenied;
import dev.codex.hook.HookContext;
import dev.codex.hook.HookEvent;
import dev.codex.internal.gate.HookVerdict;
import dev.codex.internal.gate.Hooks;
import dev.codex.internal.json.Ids;
import dev.codex.item.Content;
import dev.codex.item.UserMessage;
import dev.codex.model.Usage;
import dev.codex.tool.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The points of a turn, other than its calls, at which hooks are asked. */
final class TurnHooks {

  private final Conversation conversation;
  private final HookContext context;
  private final Cancellation cancellation;
  private final Consumer<Event> events;
  private final Hooks hooks;
  private int wentOn; // how often a hook did not let the turn end

  TurnHooks(
      Conversation conversation, String turnId, Cancellation cancellation, Consumer<Event> events) {
    this.conversation = conversation;
    this.context = conversation.hooks().context(turnId);
    this.cancellation = cancellation;
    this.events = events;
    this.hooks =
        new Hooks(conversation.assembly().hooks(), conversation.assembly().hostCode());
  }

  /** Records the prompt and what hooks add to it; false if one keeps it from the model. */
  boolean begin(UserMessage prompt) {
    Optional<HookEvent.Source> source = conversation.hooks().takeSource();
    if (source.isPresent()) {
      HookContext outside = context.toBuilder().turnId("").build();
      HookVerdict started =
          hooks.call(new HookEvent.SessionStarted(outside, source.get()), cancellation);
      started.context().forEach(conversation::recordContext);
      if (isDenied(started)) {
        return false;
      }
    }
    HookVerdict submitted =
        hooks.call(new HookEvent.PromptSubmitted(context, prompt.content()), cancellation);
    if (isDenied(submitted)) {
      return false;
    }
    conversation.recordPrompt(prompt);
    submitted.context().forEach(conversation::recordContext);
    return true;
  }

  private boolean isDenied(HookVerdict verdict) {
    Optional<String> reason = verdict.denial().or(verdict::stop);
    reason.ifPresent(text -> events.accept(new HookDenied(text)));
    return reason.isPresent();
  }

  void beforeModel() {
    hooks.call(new HookEvent.BeforeModel(context), cancellation);
  }

  void afterModel(Optional<String> error, Usage usage) {
    hooks.call(new HookEvent.AfterModel(context, error, usage), cancellation);
  }

  /**
   * Asks whether the turn may end; if not, the reasons are the model's next input. The loop guard
   * holds for hooks as well: one that is never content does not keep a turn going for ever.
   */
  boolean stopping(String lastMessage) {
    HookVerdict verdict =
        hooks.call(new HookEvent.TurnStopping(context, wentOn > 0, lastMessage), cancellation);
    verdict.context().forEach(conversation::recordContext);
    int allowed = conversation.assembly().loopGuard().maxRepetitions();
    if (verdict.denials().isEmpty()
        || verdict.stop().isPresent()
        || allowed > 0 && wentOn >= allowed) {
      return false;
    }
    wentOn++;
    List<Content> parts = verdict.denials().stream()
        .map(denial -> Content.text("<hook_prompt hook_run_id=\"stop:" + escaped(denial.hook())
            + "\">" + escaped(denial.reason()) + "</hook_prompt>"))
        .toList();
    conversation.record(new UserMessage(Ids.item("msg"), parts));
    return true;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  void interrupted() {
    hooks.tell(new HookEvent.TurnInterrupted(context));
  }
}
