package dev.codex.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QuietWatchdogTest {

  @Test
  void canBeKeptAgainWheneverItsTimeIsOver() {
    QuietWatchdog watchdog = new QuietWatchdog(Duration.ofNanos(100_000));

    for (int i = 0; i < 100; i++) {
      watchdog.keep();
      watchdog.keep();
      while (watchdog.isKept()) {
        Thread.onSpinWait();
      }
    }

    assertThat(watchdog.isKept()).isFalse();
  }

  @Test
  void isKeptUntilItsTimeIsOver() {
    QuietWatchdog watchdog = new QuietWatchdog(Duration.ofHours(1));

    watchdog.keep();

    assertThat(watchdog.isKept()).isTrue();
    watchdog.cancel();
  }
}
