package dev.codex.internal.turn;

import dev.codex.internal.rollout.PendingCall;
import dev.codex.item.UserMessage;
import dev.codex.policy.Decision;

/** What a turn begins with. */
sealed interface Opening {

  /** Something that the user says. */
  record Prompt(UserMessage message) implements Opening {}

  /** The answer to a call that an earlier turn had to leave undone. */
  record Answer(PendingCall pending, Decision decision) implements Opening {}
}
