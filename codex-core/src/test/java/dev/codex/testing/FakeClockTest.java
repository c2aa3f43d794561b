package dev.codex.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FakeClockTest {

  private final FakeClock clock = FakeClock.at(Instant.EPOCH);

  @Test
  void timeMovesOnlyWhenItIsMoved() {
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);

    clock.advance(Duration.ofSeconds(5));

    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(5));
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sleepingMovesTimeAndIsRemembered() {
    clock.sleeper().accept(Duration.ofSeconds(2));
    clock.sleeper().accept(Duration.ofMillis(1));

    assertThat(clock.instant()).isEqualTo(Instant.ofEpochMilli(2001));
    assertThat(clock.sleeps()).containsExactly(Duration.ofSeconds(2), Duration.ofMillis(1));
  }

  @Test
  void anotherZoneShowsTheSameTime() {
    FakeClock berlin = clock.withZone(ZoneId.of("Europe/Berlin"));

    clock.advance(Duration.ofHours(1));

    assertThat(berlin.instant()).isEqualTo(clock.instant());
    assertThat(berlin.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }
}
