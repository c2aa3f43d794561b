package dev.codex.hook;

/** What a hook has to say. */
public sealed interface HookResult {

  static HookResult proceed() {
    return new Proceed();
  }

  static HookResult deny(String reason) {
    return new Deny(reason);
  }

  record Proceed() implements HookResult {}

  record Deny(String reason) implements HookResult {}
}
