package dev.codex.sandbox.remote;

import java.time.Duration;
import org.immutables.value.Value;

/** How long a client tries, and how often. */
@Value.Immutable
public interface RecoveryTimes {

  /**
   * From the moment a connection breaks until it must be back. A server keeps a session longer than
   * this, at least five seconds: 80 s with ours and with Codex 0.169, 30 s with older ones.
   */
  @Value.Default
  default Duration reattachWithin() {
    return Duration.ofSeconds(25);
  }

  /** What fetching the missed output may take on top. */
  @Value.Default
  default Duration replayWithin() {
    return Duration.ofSeconds(5);
  }

  /** Between attempts to reach an executor directly. */
  @Value.Default
  default Duration directInterval() {
    return Duration.ofMillis(100);
  }

  /** The first wait between attempts through a registry; each further one is twice as long. */
  @Value.Default
  default Duration registryBackoff() {
    return Duration.ofMillis(500);
  }

  /** The longest wait between attempts through a registry, before jitter of up to half of it. */
  @Value.Default
  default Duration maxRegistryBackoff() {
    return Duration.ofSeconds(5);
  }

  /** For opening a connection. */
  @Value.Default
  default Duration connectTimeout() {
    return Duration.ofSeconds(10);
  }

  /** For the answer to {@code initialize}. */
  @Value.Default
  default Duration initializeTimeout() {
    return Duration.ofSeconds(10);
  }

  /**
   * After this long without a sign from the executor, while something runs there, it is asked for
   * one; without an answer in as long again the connection counts as broken.
   */
  @Value.Default
  default Duration silence() {
    return Duration.ofSeconds(15);
  }

  /** The defaults: 25 s, as Codex had them in June 2026. */
  static RecoveryTimes standard() {
    return builder().build();
  }

  static Builder builder() {
    return new Builder();
  }

  /** Builds times. */
  final class Builder extends ImmutableRecoveryTimes.Builder {
    Builder() {}
  }
}
