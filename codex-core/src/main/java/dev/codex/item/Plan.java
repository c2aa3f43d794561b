package dev.codex.item;

import java.util.List;
import org.immutables.value.Value;

/**
 * What the model means to do, step by step. Each update of the plan is an item of its own and holds
 * all steps; the last one of a turn is how far it got.
 */
@Value.Immutable
public non-sealed interface Plan extends WorkItem {

  List<Step> steps();

  /** Why the plan changed, for a person; empty if the model did not say. */
  @Value.Default
  default String explanation() {
    return "";
  }

  @Override
  @Value.Default
  default WorkStatus status() {
    return WorkStatus.COMPLETED;
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** One step. */
  record Step(String text, State state) {}

  /** How far a step is. */
  enum State {
    PENDING,
    IN_PROGRESS,
    COMPLETED
  }

  /** Builds a plan. */
  final class Builder extends ImmutablePlan.Builder {
    Builder() {}
  }
}
