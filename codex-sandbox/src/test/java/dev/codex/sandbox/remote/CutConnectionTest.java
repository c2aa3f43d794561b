package dev.codex.sandbox.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.internal.rpc.Link;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However the connection breaks, commands and what they print come through as if it had not. */
class CutConnectionTest {

  private static final int LINES = 12;

  /** A quick look by default; {@code -Dcodex.schedules=2000} for a long one. */
  private static final int SCHEDULES = Integer.getInteger("codex.schedules", 300);

  private static final SandboxPolicy POLICY = SandboxPolicy.dangerFullAccess();

  /** Breaks at one frame boundary. */
  private record OneCut(int at, int[] frame) implements FakeExecutor.Wire {
    @Override
    public boolean breaksBefore() {
      return frame[0]++ == at;
    }

    @Override
    public boolean breaksAfter() {
      return frame[0]++ == at;
    }
  }

  /** Breaks by chance, and lets connections fail by chance. */
  private record Weather(Random random, double danger) implements FakeExecutor.Wire {
    @Override
    public boolean breaksBefore() {
      return random.nextDouble() < danger;
    }

    @Override
    public boolean breaksAfter() {
      return random.nextDouble() < danger;
    }
  }

  @Test
  void eachFrameBoundaryMayBeTheLast() throws Exception {
    int[] frames = new int[1];
    work(new OneCut(-1, frames), new Random(0), 0);
    assertThat(frames[0]).isGreaterThan(100);

    for (int at = 0; at < frames[0]; at++) {
      work(new OneCut(at, new int[1]), new Random(at), 0);
    }
  }

  @Test
  void seededSchedulesLoseNothingAndRepeatNothing() throws Exception {
    assertThat(SCHEDULES).as("codex.schedules").isPositive();
    for (int seed = 0; seed < SCHEDULES; seed++) {
      Random random = new Random(seed);
      double danger = random.nextDouble() * 0.15;
      work(new Weather(random, danger), random, danger);
    }
  }

  private static Connector connector(
      FakeExecutor executor, FakeExecutor.Wire wire, Random random, double danger) {
    return new Connector() {
      @Override
      public Link open(Link.Listener listener, Contact contact) throws IOException {
        synchronized (executor) {
          if (random.nextDouble() < danger) {
            throw new ConnectException("refused");
          }
          return executor.connect(wire, listener);
        }
      }

      @Override
      public Duration delay(int failedAttempts) {
        return Duration.ofMillis(100);
      }

      @Override
      public int firstRetries() {
        return 100;
      }

      @Override
      public String toString() {
        return "the fake";
      }
    };
  }

  private static void work(FakeExecutor.Wire wire, Random random, double danger) throws Exception {
    FakeExecutor executor = new FakeExecutor();
    ExecClient client = new ExecClient(new ExecClient.Surroundings(
        connector(executor, wire, random, danger), RecoveryTimes.standard(), new FakePace()));
    RemoteSandbox sandbox = new RemoteSandbox(client, EnvironmentPolicy.standard(), "the fake");
    RemoteCommand lines = start(sandbox, "lines", Integer.toString(LINES));
    RemoteCommand cat = start(sandbox, "cat");
    RemoteCommand quiet = start(sandbox, "lines", "0");

    try (OutputStream input = cat.input()) {
      for (int i = 0; i < LINES; i++) {
        input.write(("word" + i + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        executor.tick();
      }
    }
    for (int i = 0; i < LINES + 2; i++) {
      executor.tick();
    }

    assertThat(text(lines)).isEqualTo(numbered("line", 1));
    assertThat(text(cat)).isEqualTo(numbered("word", 0));
    assertThat(text(quiet)).isEmpty();
    for (RemoteCommand command : List.of(lines, cat, quiet)) {
      assertThat(command.waitFor(Duration.ofSeconds(10))).isEqualTo(OptionalInt.of(0));
      assertThat(executor.starts).containsEntry(command.id(), 1);
    }
    assertThat(executor.starts.values()).containsOnly(1);
    assertThat(String.join("", executor.processes.get(cat.id()).written))
        .isEqualTo(numbered("word", 0));
    client.close();
  }

  /** A command that surely did not run may be run again; that is what a caller does. */
  private static RemoteCommand start(RemoteSandbox sandbox, String... words) {
    for (int tries = 0; tries < 100; tries++) {
      try {
        return sandbox.start(Command.of(Path.of("/tmp"), words), POLICY);
      } catch (ToolException e) {
        assertThat(e).hasMessageContaining("did not run");
      }
    }
    throw new AssertionError("the command was refused a hundred times");
  }

  private static String text(RemoteCommand command) throws IOException {
    return new String(command.output().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String numbered(String word, int first) {
    return IntStream.range(first, first + LINES)
        .mapToObj(i -> word + i + "\n")
        .reduce("", String::concat);
  }
}
