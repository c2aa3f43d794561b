package dev.codex.model;

import dev.codex.tool.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** One question to a model: everything it is to know, since servers are asked to keep nothing. */
@Value.Immutable
public interface ModelRequest {

  String sessionId();

  String turnId();

  /** What the model is; ranks above everything in {@link #input()}. May be empty. */
  String instructions();

  /** The conversation so far. */
  @Value.Auxiliary
  ModelInput input();

  List<ToolSpec> tools();

  /** The shape that the answer must have; free text if empty. */
  Optional<OutputSchema> outputSchema();

  /** Further facts for the provider's logs, sent as Codex's {@code client_metadata}. */
  Map<String, String> metadata();

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a request. */
  final class Builder extends ImmutableModelRequest.Builder {
    Builder() {}
  }
}
