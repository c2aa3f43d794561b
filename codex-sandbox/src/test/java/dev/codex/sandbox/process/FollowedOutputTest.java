package dev.codex.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.launch.FollowedCommand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a shell")
class FollowedOutputTest {

  @TempDir
  private Path directory;

  private final LocalSandbox sandbox =
      new LocalSandbox(Map.of("PATH", "/usr/bin:/bin"), List.of(), new OutputReaders());

  private FollowedCommand start(String script) {
    return (FollowedCommand) sandbox.start(
        Command.of(directory, "/bin/sh", "-c", script), SandboxPolicy.dangerFullAccess());
  }

  /** Keeps what it is told. */
  private static final class Told implements FollowedCommand.Listener {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger ends = new AtomicInteger();
    private final CountDownLatch goOn;
    private volatile boolean toldAfterEnd;

    Told() {
      this(new CountDownLatch(0));
    }

    /** Is stuck in being told until it may go on. */
    Told(CountDownLatch goOn) {
      this.goOn = goOn;
    }

    @Override
    public void output(byte[] told, int length) {
      toldAfterEnd |= end.getCount() == 0;
      bytes.write(told, 0, length);
      first.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void ended() {
      ends.incrementAndGet();
      end.countDown();
    }

    String text() throws InterruptedException {
      assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(ends).hasValue(1);
      assertThat(toldAfterEnd).isFalse();
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void everythingIsToldInOrder() throws Exception {
    Told told = new Told();

    try (FollowedCommand command = start("seq 1 100000; echo end >&2")) {
      command.follow(told);

      assertThat(told.text()).startsWith("1\n2\n3\n").endsWith("99999\n100000\nend\n");
      assertThat(told.bytes.size()).isEqualTo(588_895 + 4);
    }
  }

  @Test
  void aChildThatWasLeftBehindDoesNotPutOffTheEnd() throws Exception {
    Told told = new Told();

    try (FollowedCommand command = start("sleep 1000 & echo started")) {
      command.follow(told);

      assertThat(told.text()).isEqualTo("started\n");
    }
  }

  @Test
  void norDoesOneThatGoesOnWriting() throws Exception {
    Told told = new Told();

    try (FollowedCommand command = start("yes & echo started")) {
      command.follow(told);

      assertThat(told.text()).contains("started\n");
    }
  }

  @Test
  @Timeout(60)
  void norDoesOneThatWritesNowAndThen() throws Exception {
    Told told = new Told();

    try (FollowedCommand command =
        start("(while :; do echo tick; sleep 0.05; done) & echo started")) {
      command.follow(told);

      assertThat(told.text()).contains("started\n");
    }
  }

  @Test
  void closingEndsItForTheListenerToo() throws Exception {
    Told told = new Told();

    FollowedCommand command = start("echo one; sleep 1000");
    command.follow(told);
    assertThat(told.first.await(30, TimeUnit.SECONDS)).isTrue();
    command.close();

    assertThat(told.text()).isEqualTo("one\n");
  }

  @Test
  void theEndIsNotToldWhileSomethingElseIs() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Told told = new Told(goOn);
    Process process = new ProcessBuilder("/bin/sh", "-c", "echo one; exec sleep 1000").start();
    try {
      FollowedOutput following = new FollowedOutput(process, told, Runnable::run);
      Thread reader = new Thread(following, "reader of the test");
      reader.setDaemon(true);
      reader.start();
      assertThat(told.first.await(30, TimeUnit.SECONDS)).isTrue();

      following.end(); // would tell it on this thread
      assertThat(told.ends).hasValue(0);
      goOn.countDown();

      assertThat(told.text()).isEqualTo("one\n");
    } finally {
      goOn.countDown();
      process.destroyForcibly();
    }
  }
}
