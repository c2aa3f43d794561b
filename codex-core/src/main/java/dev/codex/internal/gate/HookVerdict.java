package dev.codex.internal.gate;

import dev.codex.hook.HookResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What all hooks together say about one event. */
public final class HookVerdict {

  public static final HookVerdict NOTHING = new HookVerdict();

  /**
   * A no.
   *
   * @param hook who says it
   */
  public record Denial(String hook, String reason) {}

  private final List<Denial> denials = new ArrayList<>(0);
  private final List<String> context = new ArrayList<>(0);
  private Optional<String> rewritten = Optional.empty();
  private Optional<String> question = Optional.empty();
  private Optional<String> stop = Optional.empty();
  private boolean approved;

  HookVerdict() {}

  void add(String hook, HookResult result) {
    context.addAll(result.context());
    if (result instanceof HookResult.Deny deny) {
      denials.add(new Denial(hook, deny.reason()));
    } else if (result instanceof HookResult.Rewrite rewrite) {
      rewritten = Optional.of(rewrite.input());
    } else if (result instanceof HookResult.Ask ask) {
      question = question.or(() -> Optional.of(ask.reason()));
    } else if (result instanceof HookResult.Stop halt) {
      stop = stop.or(() -> Optional.of(halt.reason()));
    } else if (result instanceof HookResult.Approve) {
      approved = true;
    }
  }

  /** Everybody who says no, in the order of the hooks. */
  public List<Denial> denials() {
    return List.copyOf(denials);
  }

  /** The reason of the first who says no. */
  public Optional<String> denial() {
    return denials.stream().findFirst().map(Denial::reason);
  }

  /** All the reasons of those who say no. */
  public String reasons() {
    return denials.stream().map(Denial::reason).collect(Collectors.joining("\n\n"));
  }

  /** Why the turn shall end, if it shall. */
  public Optional<String> stop() {
    return stop;
  }

  /** What the model is told besides. */
  public List<String> context() {
    return List.copyOf(context);
  }

  /** The input that a tool gets instead of the model's; the last hook's counts. */
  public Optional<String> rewritten() {
    return rewritten;
  }

  /** Why an approver has to be asked, if one has to. */
  Optional<String> question() {
    return question;
  }

  boolean isApproved() {
    return approved && denials.isEmpty();
  }
}
