package dev.codex.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A clock that stands still until a test, or a {@link #sleeper()}, moves it. */
public final class FakeClock extends Clock {

  private final AtomicReference<Instant> now;
  private final List<Duration> sleeps;
  private final ZoneId zone;

  private FakeClock(AtomicReference<Instant> now, List<Duration> sleeps, ZoneId zone) {
    this.now = now;
    this.sleeps = sleeps;
    this.zone = zone;
  }

  /** A clock in UTC. */
  public static FakeClock at(Instant start) {
    return new FakeClock(
        new AtomicReference<>(start), new CopyOnWriteArrayList<>(), ZoneOffset.UTC);
  }

  /** A clock at {@code 2026-01-02T03:04:05Z}. */
  public static FakeClock create() {
    return at(Instant.parse("2026-01-02T03:04:05Z"));
  }

  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("A clock does not go back by " + duration + ".");
    }
    now.updateAndGet(instant -> instant.plus(duration));
  }

  /** To be used where code sleeps: moves this clock at once and remembers the duration. */
  public Consumer<Duration> sleeper() {
    return duration -> {
      advance(duration);
      sleeps.add(duration);
    };
  }

  /** What was slept so far, in order. */
  public List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  @Override
  public Instant instant() {
    return Objects.requireNonNull(now.get(), "a clock is made with a time");
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same time in another zone: both move together. */
  @Override
  public FakeClock withZone(ZoneId zone) {
    return new FakeClock(now, sleeps, zone);
  }

  @Override
  public String toString() {
    return "FakeClock[" + instant() + ", " + zone + "]";
  }
}
