package dev.codex.policy.limit;

/**
 * Which limit ended a turn.
 *
 * @param scope whose budget it was
 * @param used how much was used: tokens, requests, calls, milliseconds or repetitions; with a wait
 *     that was not begun because it would have been too long
 * @param allowed how much was allowed, in the same unit
 */
public record BudgetExceeded(Budget.Limit limit, Scope scope, long used, long allowed) {

  /** Whose budget. */
  public enum Scope {
    TURN,
    SESSION
  }

  @Override
  public String toString() {
    return limit + " of the " + scope.name().toLowerCase(java.util.Locale.ROOT) + ": " + used
        + " of " + allowed;
  }
}
