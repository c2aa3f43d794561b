package dev.codex.policy.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.immutables.value.Value;

/**
 * How much a turn or a session may use up. Each limit is checked before it is spent: a turn that
 * reaches one ends there with a result that says which, and can be continued under a larger budget.
 */
@Value.Immutable
public interface Budget {

  /**
   * Input and output tokens together, as the provider counts them. A request is not sent once the
   * limit is reached; how much its answer costs is only known afterwards.
   */
  OptionalLong maxTokens();

  /** Requests to the model, retries included. */
  OptionalInt maxRequests();

  /** Tool calls that were let through to a tool. */
  OptionalInt maxToolCalls();

  /**
   * Time on the clock since the turn, or the first turn of the session, began. When it is up, what
   * is being done then is stopped too: the answer that is being read, the tools that run.
   */
  Optional<Duration> maxWallTime();

  /** No limit. */
  static Budget unlimited() {
    return builder().build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** What can run out. */
  enum Limit {
    TOKENS,
    REQUESTS,
    TOOL_CALLS,
    WALL_TIME,
    /** The same call with the same outcome, again and again; see {@link LoopGuard}. */
    REPETITION
  }

  /** Builds a budget. */
  final class Builder extends ImmutableBudget.Builder {
    Builder() {}

    /**
     * The budget.
     *
     * @throws IllegalArgumentException if a limit is below zero, a mistake of whoever computed it
     */
    @Override
    public Budget build() {
      Budget budget = super.build();
      budget.maxTokens().ifPresent(limit -> atLeastZero("maxTokens", limit));
      budget.maxRequests().ifPresent(limit -> atLeastZero("maxRequests", limit));
      budget.maxToolCalls().ifPresent(limit -> atLeastZero("maxToolCalls", limit));
      budget.maxWallTime().filter(Duration::isNegative).ifPresent(limit -> {
        throw new IllegalArgumentException("maxWallTime is " + limit + "; it must not be negative");
      });
      return budget;
    }

    private static void atLeastZero(String name, long limit) {
      if (limit < 0) {
        throw new IllegalArgumentException(
            name + " is " + limit + "; it must be 0 (nothing) or more, or absent (no limit)");
      }
    }
  }
}
