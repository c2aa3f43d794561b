package dev.codex.model;

import java.util.Optional;
import org.immutables.value.Value;

/** How a model shall think and talk; what is not set is left to the model's default. */
@Value.Immutable
public interface ModelSettings {

  /** {@code none}, {@code minimal}, {@code low}, {@code medium}, {@code high} or another. */
  Optional<String> reasoningEffort();

  /** {@code auto}, {@code concise}, {@code detailed} or {@code none}. */
  Optional<String> reasoningSummary();

  /** {@code low}, {@code medium} or {@code high}. */
  Optional<String> verbosity();

  /** The provider's class of service: {@code fast}, {@code flex} or a tier's id. */
  Optional<String> serviceTier();

  static ModelSettings defaults() {
    return builder().build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds settings. */
  final class Builder extends ImmutableModelSettings.Builder {
    Builder() {}
  }
}
