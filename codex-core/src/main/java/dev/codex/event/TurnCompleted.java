package dev.codex.event;

import dev.codex.model.Usage;
import dev.codex.policy.limit.BudgetExceeded;
import java.util.Optional;

/** The turn is over: the model has finished, or a budget has. */
public record TurnCompleted(Usage usage, Optional<BudgetExceeded> stoppedBy) implements Event {}
