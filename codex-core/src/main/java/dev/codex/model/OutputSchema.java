package dev.codex.model;

import org.immutables.value.Value;

/** The shape that an answer must have. */
@Value.Immutable
public interface OutputSchema {

  /** What the server calls it: letters, digits, underscore and hyphen. The default is Codex's. */
  @Value.Default
  default String name() {
    return "codex_output_schema";
  }

  /** JSON Schema within the strict subset: every object closed, every property required. */
  String json();

  static OutputSchema of(String json) {
    return builder().json(json).build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a schema. */
  final class Builder extends ImmutableOutputSchema.Builder {
    Builder() {}
  }
}
