package dev.codex.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "keeping is a thing of the Linux kernel")
class KeepersTest {

  private final AtomicInteger attempts = new AtomicInteger();

  @TempDir
  Path directory;

  private Sandbox sandbox(Keepers.Maker maker) {
    return new LocalSandbox(Map.of("PATH", "/usr/bin:/bin"), List.of(), new OutputReaders(), maker);
  }

  private RunningCommand start(Sandbox sandbox) {
    Command command = Command.of(directory, "/bin/sh", "-c", "cat /proc/$PPID/comm");
    return sandbox.start(command, SandboxPolicy.dangerFullAccess());
  }

  private String parentOfACommand(Sandbox sandbox) throws IOException {
    return parentOf(start(sandbox));
  }

  private static String parentOf(RunningCommand command) throws IOException {
    try (RunningCommand running = command) {
      return new String(running.output().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @RepeatedTest(10)
  void anInterruptedFirstStartLeavesTheNextOneItsKeeper() throws Exception {
    Sandbox sandbox = sandbox(Keeper::create);

    Thread.currentThread().interrupt();
    RunningCommand first = start(sandbox);

    assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
    // an interrupt that comes after the trial has ended does no harm
    assertThat(parentOf(first)).isIn("java", "codex-keeper");
    assertThat(parentOfACommand(sandbox)).isEqualTo("codex-keeper");
  }

  @Test
  void aFailureOfTheMomentIsTriedAgainAndALastingOneIsNot() throws Exception {
    Sandbox sandbox = sandbox(() -> {
      if (attempts.incrementAndGet() < 3) {
        throw new IOException("error=11, Resource temporarily unavailable");
      }
      return Optional.empty();
    });

    for (int i = 0; i < 5; i++) {
      assertThat(parentOfACommand(sandbox)).isEqualTo("java");
    }

    assertThat(attempts).hasValue(3);
  }

  @Test
  void whoWaitsForAnAttemptThatFailsMakesTheNext() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayFail = new CountDownLatch(1);
    Sandbox sandbox = sandbox(() -> {
      if (attempts.incrementAndGet() > 1) {
        return Keeper.create();
      }
      begun.countDown();
      awaitQuietly(mayFail);
      throw new IOException("not now");
    });
    Thread first = new Thread(() -> sandbox
        .start(Command.of(directory, "/bin/true"), SandboxPolicy.dangerFullAccess())
        .close());
    first.start();
    begun.await();
    AtomicReference<String> parent = new AtomicReference<>("");
    Thread second = new Thread(() -> {
      try {
        parent.set(parentOfACommand(sandbox));
      } catch (IOException e) {
        parent.set(e.toString());
      }
    });
    second.start();
    while (second.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    mayFail.countDown();
    first.join();
    second.join();

    assertThat(parent.get()).isEqualTo("codex-keeper");
    assertThat(attempts).hasValue(2);
  }

  private static void awaitQuietly(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
