package dev.codex.internal.step;

import dev.codex.policy.limit.Budget;
import dev.codex.policy.limit.BudgetExceeded;
import java.time.Duration;
import java.util.Optional;

/** What has been used up so far, in the units of a {@link Budget}. */
public record Spent(long tokens, int requests, int toolCalls) {

  public static final Spent NOTHING = new Spent(0, 0, 0);

  public Spent plus(Spent other) {
    return new Spent(tokens + other.tokens, requests + other.requests, toolCalls + other.toolCalls);
  }

  public Spent plusTokens(long more) {
    return new Spent(tokens + more, requests, toolCalls);
  }

  public Spent plusRequest() {
    return new Spent(tokens, requests + 1, toolCalls);
  }

  public Spent plusToolCalls(int more) {
    return new Spent(tokens, requests, toolCalls + more);
  }

  /** The limit that forbids another request, if there is one. */
  Optional<BudgetExceeded> forbidsRequest(
      Budget budget, Duration elapsed, BudgetExceeded.Scope scope) {
    if (budget.maxRequests().isPresent() && requests >= budget.maxRequests().getAsInt()) {
      return exceeded(
          Budget.Limit.REQUESTS, scope, requests, budget.maxRequests().getAsInt());
    }
    if (budget.maxTokens().isPresent() && tokens >= budget.maxTokens().getAsLong()) {
      return exceeded(Budget.Limit.TOKENS, scope, tokens, budget.maxTokens().getAsLong());
    }
    return forbidsTime(budget, elapsed, scope);
  }

  /** The limit that forbids so many more tool calls, if there is one. */
  Optional<BudgetExceeded> forbidsToolCalls(
      int more, Budget budget, Duration elapsed, BudgetExceeded.Scope scope) {
    if (budget.maxToolCalls().isPresent()
        && toolCalls + more > budget.maxToolCalls().getAsInt()) {
      return exceeded(
          Budget.Limit.TOOL_CALLS, scope, toolCalls, budget.maxToolCalls().getAsInt());
    }
    return forbidsTime(budget, elapsed, scope);
  }

  private static Optional<BudgetExceeded> forbidsTime(
      Budget budget, Duration elapsed, BudgetExceeded.Scope scope) {
    Optional<Duration> limit = budget.maxWallTime();
    if (limit.isPresent() && elapsed.compareTo(limit.get()) >= 0) {
      return exceeded(
          Budget.Limit.WALL_TIME, scope, elapsed.toMillis(), limit.get().toMillis());
    }
    return Optional.empty();
  }

  private static Optional<BudgetExceeded> exceeded(
      Budget.Limit limit, BudgetExceeded.Scope scope, long used, long allowed) {
    return Optional.of(new BudgetExceeded(limit, scope, used, allowed));
  }
}
