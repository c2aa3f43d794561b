package dev.codex.item;

import java.time.Duration;
import org.immutables.value.Value;

/** A call of a tool that describes itself no better: a host's function, for example. */
@Value.Immutable
public non-sealed interface ToolExecution extends WorkItem {

  String tool();

  /** What the model passed, as it wrote it. */
  String input();

  /** What the model was told; empty while the tool runs. */
  @Value.Default
  default String output() {
    return "";
  }

  /** Zero while the tool runs. */
  @Value.Default
  default Duration duration() {
    return Duration.ZERO;
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  final class Builder extends ImmutableToolExecution.Builder {
    Builder() {}
  }
}
