package dev.codex.internal.step;

import dev.codex.error.ModelFailure;
import dev.codex.policy.limit.BudgetExceeded;

/** What came of the last {@link Step}. */
public sealed interface Outcome {

  /** The turn's input is recorded. */
  record Began() implements Outcome {}

  /** A hook has kept the turn's input from the model. */
  record PromptDenied() implements Outcome {}

  /**
   * The answer is complete.
   *
   * @param toolCalls how many calls it asks for
   * @param input whether the user has said more meanwhile
   */
  record Sampled(long tokens, int toolCalls, Waiting input) implements Outcome {}

  /**
   * The answer broke off.
   *
   * @param toolCalls calls that were complete before; they count
   * @param jitter between 0.9 and 1.1
   */
  record Broke(ModelFailure failure, int toolCalls, double jitter) implements Outcome {}

  /**
   * All calls of the answer are answered.
   *
   * @param fingerprint equal for rounds with the same calls and the same outputs
   */
  record ToolsRan(String fingerprint) implements Outcome {}

  /** A call has to wait for somebody's answer. */
  record Deferred() implements Outcome {}

  /** Somebody wants the turn to stop. */
  record Interrupted() implements Outcome {}

  /** The time ran out while something was being done, which was stopped. */
  record OutOfTime(BudgetExceeded budget) implements Outcome {}

  /** Something that no retry can mend; not the model's doing. */
  record Crashed(String message) implements Outcome {}

  /** Whether input of the user is waiting to be put before the model. */
  enum Waiting {
    NONE,
    SOME
  }
}
