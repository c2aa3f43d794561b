package dev.codex.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "starts programs of Unix")
class SpawnerTest {

  private final AtomicBoolean isShort = new AtomicBoolean(true);
  private final AtomicInteger wanted = new AtomicInteger();
  private final Spawner spawner = new Spawner(work -> {
    wanted.incrementAndGet();
    Thread thread = isShort.get() ? new UnstartableThread() : new Thread(work);
    thread.setDaemon(true);
    return thread;
  });

  private static final class UnstartableThread extends Thread {
    @Override
    public void start() {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }

  private int exitCode(String script) throws Exception {
    return spawner.start(new ProcessBuilder("/bin/sh", "-c", script)).waitFor();
  }

  @Test
  void aThreadThatCannotBeHadIsAFailureOfOneStartOnly() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> exitCode("exit 1"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No thread could be started");
    }
    isShort.set(false);

    assertThat(exitCode("exit 7")).isEqualTo(7);
  }

  @Test
  void aStartWithoutAThreadOfItsOwnIsMadeByTheThreadsThatAreThere() throws Exception {
    isShort.set(false);
    assertThat(exitCode("exit 7")).isEqualTo(7);
    isShort.set(true);

    for (int i = 0; i < 10; i++) {
      assertThat(exitCode("exit 8")).isEqualTo(8);
    }
    assertThat(wanted).hasPositiveValue();
  }
}
