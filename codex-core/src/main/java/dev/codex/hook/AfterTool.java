package dev.codex.hook;

import dev.codex.item.ToolCall;
import dev.codex.policy.ApprovalRequest;
import java.util.Optional;
import org.immutables.value.Value;

/** A tool has acted; a deny replaces what the model is told by the reason. */
@Value.Immutable
public non-sealed interface AfterTool extends HookEvent {

  ToolCall call();

  ApprovalRequest request();

  /** What the model would be told. */
  String output();

  /** What a command printed, where the call was one: the output without what was put around it. */
  Optional<String> printed();

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds an event. */
  final class Builder extends ImmutableAfterTool.Builder {
    Builder() {}
  }
}
