package dev.codex.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a hook has to say. Each answer can also carry text that the model is told as a message of
 * the developer; see {@link #withContext}.
 */
public sealed interface HookResult {

  /** Nothing against it. */
  static HookResult proceed() {
    return new Proceed(List.of());
  }

  /**
   * Do not do it. The reason is what the model is told: instead of running a tool, instead of a
   * tool's output, or at the end of a turn as the reason to go on.
   */
  static HookResult deny(String reason) {
    return new Deny(reason, List.of());
  }

  /** Do it with another input; before a tool only, and as good as {@link #proceed} elsewhere. */
  static HookResult rewrite(String input) {
    return new Rewrite(input, List.of());
  }

  /** Have an approver asked; before a tool only. Where nobody may be asked it is a denial. */
  static HookResult ask(String reason) {
    return new Ask(reason, List.of());
  }

  /** Answers a {@link HookEvent.PermissionRequested} so that no approver is asked. */
  static HookResult approve() {
    return new Approve(List.of());
  }

  /** Ends the turn; for the prompt and the start of a session before the model is asked. */
  static HookResult stop(String reason) {
    return new Stop(reason, List.of());
  }

  /** What the model is told besides, each text a message of its own. */
  List<String> context();

  /** The same answer with one more text for the model. */
  default HookResult withContext(String text) {
    List<String> all = new ArrayList<>(context());
    all.add(text);
    if (this instanceof Deny deny) {
      return new Deny(deny.reason(), all);
    } else if (this instanceof Rewrite rewrite) {
      return new Rewrite(rewrite.input(), all);
    } else if (this instanceof Ask ask) {
      return new Ask(ask.reason(), all);
    } else if (this instanceof Stop stop) {
      return new Stop(stop.reason(), all);
    }
    return this instanceof Approve ? new Approve(all) : new Proceed(all);
  }

  record Proceed(List<String> context) implements HookResult {
    public Proceed {
      context = List.copyOf(context);
    }
  }

  record Deny(String reason, List<String> context) implements HookResult {
    public Deny {
      Objects.requireNonNull(reason, "reason");
      context = List.copyOf(context);
    }
  }

  /**
   * Another input.
   *
   * @param input in the tool's own terms: JSON of a function tool, text of a freeform tool
   */
  record Rewrite(String input, List<String> context) implements HookResult {
    public Rewrite {
      Objects.requireNonNull(input, "input");
      context = List.copyOf(context);
    }
  }

  record Ask(String reason, List<String> context) implements HookResult {
    public Ask {
      Objects.requireNonNull(reason, "reason");
      context = List.copyOf(context);
    }
  }

  record Approve(List<String> context) implements HookResult {
    public Approve {
      context = List.copyOf(context);
    }
  }

  record Stop(String reason, List<String> context) implements HookResult {
    public Stop {
      Objects.requireNonNull(reason, "reason");
      context = List.copyOf(context);
    }
  }
}
