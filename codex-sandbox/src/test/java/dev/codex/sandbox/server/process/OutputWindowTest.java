package dev.codex.sandbox.server.process;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutputWindowTest {

  private final OutputWindow window = new OutputWindow();

  @Test
  void aSmallerLimitThatComesLateDoesNotTakeBackALargerOne() {
    window.limit(Long.MAX_VALUE);
    window.limit(5);

    window.await(10);
  }

  @Test
  void withoutALimitNothingWaits() {
    window.await(Long.MAX_VALUE - 1);
  }
}
