package dev.codex;

import dev.codex.model.OutputSchema;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What begins a turn: the user's input, and what holds for this turn only. */
@Value.Immutable
public interface Prompt {

  /** At least one part. */
  List<Input> input();

  /** The shape that the final message must have; free text if empty. */
  Optional<OutputSchema> outputSchema();

  static Prompt of(String text) {
    return builder().addInput(Input.text(text)).build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a prompt. */
  final class Builder extends ImmutablePrompt.Builder {
    Builder() {}
  }
}
