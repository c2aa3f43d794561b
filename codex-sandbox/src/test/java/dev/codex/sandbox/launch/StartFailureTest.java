package dev.codex.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class StartFailureTest {

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its numbers are others")
  void theNumberIsFoundWhereThisJdkSaysIt() {
    IOException failure = catchThrowableOfType(
        IOException.class, () -> new ProcessBuilder("/no/such/program").start());

    assertThat(StartFailure.number(failure)).isEqualTo(StartFailure.NOT_FOUND);
  }

  @Test
  void theNumberIsFoundInTheWordsOfEveryJdk() {
    assertThat(StartFailure.number(new IOException("error=26, Text file busy"))).isEqualTo(26);
    assertThat(StartFailure.number(new IOException("Exec failed, error: 7 (Too long) ")))
        .isEqualTo(7);
    assertThat(StartFailure.number(new IOException("Broken pipe"))).isZero();
  }

  @Test
  void whatIsShortIsNotLastingAndWhatIsForbiddenIs() {
    assertThat(StartFailure.isLasting(new IOException("error=13, Permission denied")))
        .isTrue();
    assertThat(StartFailure.isLasting(new AccessDeniedException("/run"))).isTrue();
    assertThat(StartFailure.isLasting(new NoLauncherException("not here"))).isTrue();
    assertThat(StartFailure.isLasting(new IOException("error=11, Try again"))).isFalse();
    assertThat(StartFailure.isLasting(new IOException("Too many open files"))).isFalse();
  }
}
