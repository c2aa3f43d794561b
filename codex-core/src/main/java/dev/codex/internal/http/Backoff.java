package dev.codex.internal.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Codex's delays between tries: 200 ms, doubled each time, each up to a tenth more or less. */
public final class Backoff {

  private static final double FIRST_MILLIS = 200;

  private final RandomGenerator random;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** How long to wait before the given further try, counted from one. */
  public Duration before(int retry) {
    double millis = FIRST_MILLIS * Math.pow(2, Math.max(0, Math.min(retry, 20) - 1));
    return Duration.ofNanos((long) (millis * random.nextDouble(0.9, 1.1) * 1e6));
  }
}
