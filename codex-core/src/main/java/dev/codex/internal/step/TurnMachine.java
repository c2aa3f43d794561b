package dev.codex.internal.step;

import dev.codex.error.ModelFailure;
import dev.codex.policy.limit.Budget;
import dev.codex.policy.limit.BudgetExceeded;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The loop of a turn without its doing: given the state and what came of the last step, says what
 * to do next. Pure, so that it is tested without threads and can be replayed.
 *
 * <p>The rules, as Codex has them (codex-behaviour 1.5, 2.3): an answer with tool calls is followed
 * by another request; an answer without any ends the turn unless the user has said more; an answer
 * that broke off is asked for again, after the calls that it had completed are run; the count of
 * retries starts anew with every whole answer. Budgets are ours: checked before every request and
 * before every round of calls.
 */
public final class TurnMachine {

  private static final Duration FIRST_DELAY = Duration.ofMillis(200);

  /** What a server may ask for; far more than anybody waits, and still countable. */
  private static final Duration LONGEST_DELAY = Duration.ofDays(365);

  /** Longest delay that we choose by ourselves; a server may ask for more. */
  private static final int MAX_DOUBLINGS = 10;

  private TurnMachine() {}

  public record Transition(TurnState state, Step step) {}

  public static Transition next(TurnState state, Outcome outcome, Limits limits, Instant now) {
    if (outcome instanceof Outcome.Began) {
      return sample(state, limits, now);
    }
    if (outcome instanceof Outcome.PromptDenied) {
      return finish(state, new Step.Ending.Completed());
    }
    if (outcome instanceof Outcome.Interrupted) {
      return finish(state, new Step.Ending.Interrupted());
    }
    if (outcome instanceof Outcome.Deferred) {
      return finish(state, new Step.Ending.Deferred());
    }
    if (outcome instanceof Outcome.OutOfTime late) {
      return finish(state, new Step.Ending.OutOfBudget(late.budget()));
    }
    if (outcome instanceof Outcome.Crashed crashed) {
      return finish(state, new Step.Ending.Crashed(crashed.message()));
    }
    if (outcome instanceof Outcome.Sampled sampled) {
      TurnState answered = state.answered().with(state.spent().plusTokens(sampled.tokens()));
      if (sampled.toolCalls() > 0) {
        return runTools(answered, sampled.toolCalls(), limits, now);
      }
      return sampled.input() == Outcome.Waiting.SOME
          ? sample(answered, limits, now)
          : finish(answered, new Step.Ending.Completed());
    }
    if (outcome instanceof Outcome.Broke broke) {
      TurnState broken = state.broken(broke);
      return broke.toolCalls() > 0
          ? runTools(broken, broke.toolCalls(), limits, now)
          : retry(broken, broke, limits, now);
    }
    return ran(state, (Outcome.ToolsRan) outcome, limits, now);
  }

  /** When the time of the turn or its session runs out, and what has to be said then. */
  public record Deadline(Duration left, BudgetExceeded reached) {}

  /** The deadline that comes first; none if there is no limit or it is reached already. */
  public static Optional<Deadline> deadline(TurnState state, Limits limits, Instant now) {
    return Stream.of(
            deadline(limits.turn(), state.startedAt(), now, BudgetExceeded.Scope.TURN),
            deadline(limits.session(), limits.sessionStart(), now, BudgetExceeded.Scope.SESSION))
        .flatMap(Optional::stream)
        .filter(deadline -> deadline.left().compareTo(Duration.ZERO) > 0)
        .min(Comparator.comparing(Deadline::left));
  }

  private static Optional<Deadline> deadline(
      Budget budget, Instant start, Instant now, BudgetExceeded.Scope scope) {
    return budget.maxWallTime().map(limit -> {
      long allowed = limit.toMillis();
      return new Deadline(
          limit.minus(elapsed(start, now)),
          new BudgetExceeded(Budget.Limit.WALL_TIME, scope, allowed, allowed));
    });
  }

  /** The limit that forbids so many calls at once, if there is one. */
  public static Optional<BudgetExceeded> forbidsToolCalls(
      TurnState state, int calls, Limits limits, Instant now) {
    return state
        .spent()
        .forbidsToolCalls(
            calls, limits.turn(), elapsed(state.startedAt(), now), BudgetExceeded.Scope.TURN)
        .or(() -> limits
            .spentBefore()
            .plus(state.spent())
            .forbidsToolCalls(
                calls,
                limits.session(),
                elapsed(limits.sessionStart(), now),
                BudgetExceeded.Scope.SESSION));
  }

  private static Transition ran(
      TurnState before, Outcome.ToolsRan ran, Limits limits, Instant now) {
    TurnState state = before.round(ran.fingerprint());
    int allowed = limits.loopGuard().maxRepetitions();
    if (allowed > 0 && state.repetitions() > allowed) {
      return finish(
          state,
          new Step.Ending.OutOfBudget(new BudgetExceeded(
              Budget.Limit.REPETITION, BudgetExceeded.Scope.TURN, state.repetitions(), allowed)));
    }
    return state.broken().isPresent()
        ? retry(state, state.broken().get(), limits, now)
        : sample(state, limits, now);
  }

  private static Transition runTools(TurnState state, int calls, Limits limits, Instant now) {
    Optional<BudgetExceeded> stop = forbidsToolCalls(state, calls, limits, now);
    if (stop.isPresent()) {
      return finish(state, new Step.Ending.OutOfBudget(stop.get()));
    }
    return new Transition(state.with(state.spent().plusToolCalls(calls)), new Step.RunTools());
  }

  private static Transition retry(
      TurnState state, Outcome.Broke broke, Limits limits, Instant now) {
    ModelFailure failure = broke.failure();
    if (!failure.isRetryable() || state.retries() >= limits.streamRetries()) {
      return finish(state, new Step.Ending.ModelFailed(failure));
    }
    Duration delay = failure.retryAfter().orElseGet(() -> backoff(state.retries(), broke.jitter()));
    if (delay.compareTo(LONGEST_DELAY) > 0) {
      delay = LONGEST_DELAY;
    }
    // Whoever has less time than the wait takes is told now and not after it.
    Transition sample = sample(state.retrying(), limits, now.plus(delay));
    if (!(sample.step() instanceof Step.Sample)) {
      return sample;
    }
    return new Transition(
        sample.state(),
        new Step.SampleAgain(delay, state.retries() + 1, limits.streamRetries(), failure));
  }

  private static Duration backoff(int retries, double jitter) {
    long base = FIRST_DELAY.toNanos() << Math.min(retries, MAX_DOUBLINGS);
    return Duration.ofNanos((long) (base * jitter));
  }

  private static Transition sample(TurnState state, Limits limits, Instant now) {
    Optional<BudgetExceeded> stop = state
        .spent()
        .forbidsRequest(limits.turn(), elapsed(state.startedAt(), now), BudgetExceeded.Scope.TURN)
        .or(() -> limits
            .spentBefore()
            .plus(state.spent())
            .forbidsRequest(
                limits.session(),
                elapsed(limits.sessionStart(), now),
                BudgetExceeded.Scope.SESSION));
    if (stop.isPresent()) {
      return finish(state, new Step.Ending.OutOfBudget(stop.get()));
    }
    return new Transition(state.with(state.spent().plusRequest()), new Step.Sample());
  }

  private static Transition finish(TurnState state, Step.Ending ending) {
    return new Transition(state, new Step.Finish(ending));
  }

  private static Duration elapsed(Instant from, Instant to) {
    return Duration.between(from, to);
  }
}
