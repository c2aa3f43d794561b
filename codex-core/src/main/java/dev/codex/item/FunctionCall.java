package dev.codex.item;

import org.immutables.value.Value;

/** A call of a function tool. */
@Value.Immutable
public non-sealed interface FunctionCall extends ModelItem, ToolCall {

  /** The group that the tool belongs to; empty for ordinary tools. */
  @Value.Default
  default String namespace() {
    return "";
  }

  /** JSON text as the model wrote it, which need not be valid. */
  String arguments();

  @Override
  default String input() {
    return arguments();
  }

  @Override
  default FunctionCall withInput(String input) {
    return toBuilder().arguments(input).build();
  }

  /** A call of an ordinary tool. */
  static FunctionCall of(String id, String callId, String name, String arguments) {
    return builder().id(id).callId(callId).name(name).arguments(arguments).build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a call. */
  final class Builder extends ImmutableFunctionCall.Builder {
    Builder() {}
  }
}
