package dev.codex.sandbox.remote.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputAllowanceTest {

  private final OutputAllowance allowance = new OutputAllowance(100);

  @Test
  void nothingIsSaidWhileTheReaderKeepsUp() {
    for (int i = 0; i < 50; i++) {
      allowance.received(90);
      assertThat(allowance.overrun()).isEmpty();
      assertThat(allowance.consumed(90)).isEmpty();
    }
  }

  @Test
  void anExecutorThatIsAheadIsToldOnceToStopAndAgainWhenHalfIsRead() {
    allowance.received(130);
    assertThat(allowance.overrun()).hasValue(130);
    allowance.received(20); // was under way
    assertThat(allowance.overrun()).isEmpty();

    assertThat(allowance.consumed(79)).isEmpty();
    assertThat(allowance.consumed(1)).hasValue(180);
    assertThat(allowance.consumed(49)).isEmpty();
    assertThat(allowance.consumed(1)).hasValue(230);
  }

  @Test
  void whatMayHaveBeenLostIsSaidAgain() {
    assertThat(allowance.again()).isEmpty();
    allowance.received(130);
    assertThat(allowance.overrun()).hasValue(130);

    assertThat(allowance.again()).hasValue(130);
  }

  @Test
  void whoIsNotReadAnyMoreMayGoOn() {
    assertThat(allowance.abandoned()).isEmpty();
    assertThat(allowance.again()).isEmpty();
    allowance.received(130);
    assertThat(allowance.overrun()).hasValue(130);

    assertThat(allowance.abandoned()).hasValue(Long.MAX_VALUE);
    assertThat(allowance.again()).hasValue(Long.MAX_VALUE);
  }
}
