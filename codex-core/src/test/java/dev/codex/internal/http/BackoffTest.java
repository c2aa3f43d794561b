package dev.codex.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesFromTwoHundredMilliseconds() {
    Backoff backoff = new Backoff(() -> Long.MIN_VALUE); // the middle of the range

    assertThat(IntStream.rangeClosed(1, 5).mapToObj(backoff::before))
        .extracting(Duration::toMillis)
        .containsExactly(200L, 400L, 800L, 1600L, 3200L);
  }

  @Test
  void strewsByATenth() {
    Backoff backoff = new Backoff(new Random(1));

    assertThat(IntStream.range(0, 1000).mapToObj(i -> backoff.before(1).toMillis()))
        .allMatch(millis -> millis >= 180 && millis <= 220)
        .anyMatch(millis -> millis < 185)
        .anyMatch(millis -> millis > 215);
  }
}
