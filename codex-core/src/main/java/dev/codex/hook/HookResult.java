package dev.codex.hook;

import java.util.Objects;

/** What a hook has to say. */
public sealed interface HookResult {

  static HookResult proceed() {
    return new Proceed();
  }

  static HookResult deny(String reason) {
    return new Deny(reason);
  }

  record Proceed() implements HookResult {}

  record Deny(String reason) implements HookResult {
    public Deny {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
