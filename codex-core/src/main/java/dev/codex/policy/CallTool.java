package dev.codex.policy;

import org.immutables.value.Value;

/** A wish to call a tool that says no more about itself than its arguments. */
@Value.Immutable
public non-sealed interface CallTool extends ApprovalRequest {

  /** The arguments as the model wrote them: JSON of a function tool, text of a freeform tool. */
  String input();

  /** Whether the tool says that it changes something outside its answer. */
  boolean isMutating();

  @Override
  default String display() {
    return DisplayText.of(tool() + " " + input());
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a request. */
  final class Builder extends ImmutableCallTool.Builder {
    Builder() {}
  }
}
