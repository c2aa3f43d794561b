package dev.codex.model.openai;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What the world gives: time, chance and sleep. */
record Surroundings(Clock clock, RandomGenerator random, Sleeper sleeper) {

  static Surroundings real() {
    return new Surroundings(
        Clock.system(ZoneId.systemDefault()),
        () -> ThreadLocalRandom.current().nextLong(),
        (length, wake) -> wake.await(length.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Waits. */
  @FunctionalInterface
  interface Sleeper {
    /** Returns after the given time, or as soon as the latch is open. */
    void sleep(Duration length, CountDownLatch wake) throws InterruptedException;
  }
}
