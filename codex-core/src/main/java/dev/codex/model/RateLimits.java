package dev.codex.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** How much of a plan is used up, as ChatGPT's servers tell in headers. */
@Value.Immutable
public interface RateLimits {

  /** Which limit this is; {@code codex} for the main one. */
  String id();

  Optional<String> name();

  Optional<Window> primary();

  Optional<Window> secondary();

  Optional<Credits> credits();

  static Builder builder() {
    return new Builder();
  }

  /** A rolling window of usage. */
  record Window(double usedPercent, Optional<Duration> length, Optional<Instant> resetsAt) {}

  /** Prepaid usage. */
  record Credits(boolean available, boolean unlimited, String balance) {}

  /** Builds limits. */
  final class Builder extends ImmutableRateLimits.Builder {
    Builder() {}
  }
}
