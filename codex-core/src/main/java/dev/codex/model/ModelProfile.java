package dev.codex.model;

import java.util.OptionalLong;
import org.immutables.value.Value;

/** What a caller has to know about a model. */
@Value.Immutable
public interface ModelProfile {

  /** The provider's name of the model. */
  String name();

  /** The provider's name in a transcript, such as {@code openai}. */
  @Value.Default
  default String provider() {
    return "custom";
  }

  /** Tokens that input and output may have together; empty if not known. */
  OptionalLong contextWindow();

  /** Whether freeform tools may be offered; if not, they are offered as functions. */
  @Value.Default
  default boolean freeformTools() {
    return true;
  }

  /** Whether it may be asked to call several tools at once. */
  @Value.Default
  default boolean parallelToolCalls() {
    return true;
  }

  /** Which tools for running commands it knows best; all current models know sessions. */
  @Value.Default
  default ShellKind shellKind() {
    return ShellKind.SESSIONS;
  }

  @Value.Default
  default boolean imageInput() {
    return true;
  }

  /**
   * At which detail the model is shown the user's images, in the words of its provider; empty for
   * the server's choice.
   */
  @Value.Default
  default String imageDetail() {
    return "";
  }

  /** How much of a tool's output is kept for the model, in tokens of four bytes. */
  @Value.Default
  default int maxToolOutputTokens() {
    return 10_000;
  }

  /**
   * How often the loop asks again when an answer breaks off. Codex's {@code stream_max_retries};
   * the default is 5.
   */
  @Value.Default
  default int streamRetries() {
    return 5;
  }

  /** A model about which nothing but the name is known. */
  static ModelProfile unknown(String name) {
    return builder().name(name).build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a profile. */
  final class Builder extends ImmutableModelProfile.Builder {
    Builder() {}
  }
}
