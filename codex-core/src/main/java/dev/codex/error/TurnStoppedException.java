package dev.codex.error;

import dev.codex.item.Item;
import dev.codex.policy.limit.BudgetExceeded;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A turn was stopped before it had an answer, by a budget or by an interrupt. Nothing is wrong: the
 * session can go on, under a larger budget where that was the reason.
 */
public final class TurnStoppedException extends CodexException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable List<Item> items;
  private final transient @Nullable BudgetExceeded budget;

  public TurnStoppedException(String message, List<Item> items, Optional<BudgetExceeded> budget) {
    super(message);
    this.items = List.copyOf(items);
    this.budget = budget.orElse(null);
  }

  /** What was completed before, in order; empty once this was serialized. */
  public List<Item> items() {
    return Objects.requireNonNullElse(items, List.of());
  }

  /** The limit that was reached; empty if somebody interrupted the turn. */
  public Optional<BudgetExceeded> stoppedBy() {
    return Optional.ofNullable(budget);
  }
}
