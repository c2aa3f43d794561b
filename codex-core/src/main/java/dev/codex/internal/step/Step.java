package dev.codex.internal.step;

import dev.codex.error.ModelFailure;
import dev.codex.policy.limit.BudgetExceeded;
import java.time.Duration;

/** What to do next. */
public sealed interface Step {

  /** Put everything that is waiting before the model and ask it. */
  record Sample() implements Step {}

  /** Tell whoever watches, wait, and ask again. */
  record SampleAgain(Duration delay, int attempt, int maxAttempts, ModelFailure failure)
      implements Step {}

  /** Run the calls of the last answer. */
  record RunTools() implements Step {}

  /** The turn is over. */
  record Finish(Ending ending) implements Step {}

  /** How a turn ends. */
  sealed interface Ending {

    record Completed() implements Ending {}

    record OutOfBudget(BudgetExceeded budget) implements Ending {}

    record Interrupted() implements Ending {}

    /** Calls wait for somebody's answer. */
    record Deferred() implements Ending {}

    record ModelFailed(ModelFailure failure) implements Ending {}

    record Crashed(String message) implements Ending {}
  }
}
