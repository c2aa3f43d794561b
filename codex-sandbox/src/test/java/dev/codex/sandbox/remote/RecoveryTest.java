package dev.codex.sandbox.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.exec.Command;
import dev.codex.exec.ProcessLostException;
import dev.codex.internal.rpc.Link;
import dev.codex.internal.rpc.RpcException;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.remote.registry.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry that says no for a while, on a clock that stands still unless somebody waits. */
class RecoveryTest {

  private final FakePace pace = new FakePace();
  private final FakeExecutor executor = new FakeExecutor();
  private final List<Double> attempts = new ArrayList<>();
  private boolean cut;
  private RemoteCommand command;

  /** What the registry answers at a time after the cut, in seconds; null for the way. */
  private interface Registry {
    IOException answer(double seconds);
  }

  private static RegistryException status(int status, String code, Duration retryAfter) {
    return new RegistryException(
        "environment registry request failed (" + status + ", " + code + "): no",
        status,
        code,
        Optional.ofNullable(retryAfter));
  }

  private void cutWhile(Registry registry) throws Exception {
    Random random = new Random(7);
    Connector connector = new Connector() {
      @Override
      public Link open(Link.Listener listener, Contact contact) throws IOException {
        if (contact == Contact.RESUME) {
          attempts.add(pace.seconds());
          IOException answer = registry.answer(pace.seconds());
          if (answer != null) {
            throw answer;
          }
        }
        return executor.connect(wire(), listener);
      }

      @Override
      public Duration delay(int failed) {
        return RegistryConnector.backoff(RecoveryTimes.standard(), failed, random);
      }

      @Override
      public String toString() {
        return "the registry";
      }
    };
    ExecClient client =
        new ExecClient(new ExecClient.Surroundings(connector, RecoveryTimes.standard(), pace));
    RemoteSandbox sandbox = new RemoteSandbox(client, EnvironmentPolicy.standard(), "the registry");
    command =
        sandbox.start(Command.of(Path.of("/tmp"), "lines", "4"), SandboxPolicy.dangerFullAccess());
    executor.tick();
    executor.tick();
    cut = true;
    executor.tick();
    executor.tick();
    executor.tick();
  }

  private FakeExecutor.Wire wire() {
    return new FakeExecutor.Wire() {
      @Override
      public boolean breaksBefore() {
        boolean now = cut;
        cut = false;
        return now;
      }

      @Override
      public boolean breaksAfter() {
        return false;
      }
    };
  }

  private String output() throws IOException {
    return new String(command.output().readAllBytes(), StandardCharsets.UTF_8);
  }

  private void assertLost(String why) {
    assertThatThrownBy(this::output).isInstanceOfSatisfying(ProcessLostException.class, lost -> {
      assertThat(lost).hasMessageContaining(why);
      assertThat(new String(lost.lastOutput(), StandardCharsets.UTF_8)).isEqualTo("line1\nline2\n");
    });
  }

  private void assertSurvived() throws Exception {
    assertThat(output()).isEqualTo("line1\nline2\nline3\nline4\n");
    assertThat(command.waitFor(Duration.ofSeconds(10))).isEqualTo(OptionalInt.of(0));
    assertThat(executor.starts.values()).containsExactly(1);
    assertThat(executor.sessions).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 24})
  void offlineForLessThanTheWindowCostsNothing(int seconds) throws Exception {
    cutWhile(now -> now < seconds ? status(409, "environment_offline", null) : null);

    assertSurvived();
    assertThat(attempts).hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void offlineForLongerThanTheWindowLosesTheProcessWithItsOutputSoFar() throws Exception {
    cutWhile(now -> now < 26 ? status(409, "environment_offline", null) : null);

    assertLost("recovery timed out after 25s");
    assertThat(command.waitFor(Duration.ofSeconds(10))).isEqualTo(OptionalInt.of(-1));
    assertThat(attempts.get(attempts.size() - 1)).isBetween(24.0, 25.0);
  }

  @Test
  void whatWasClosedMeanwhileIsEndedAfterwards() throws Exception {
    cutWhile(now -> {
      command.close();
      return null;
    });

    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (executor.terminated.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(executor.terminated).containsExactly(command.id());
  }

  @ParameterizedTest
  @CsvSource({
    "409, registration_conflict",
    "409, ''",
    "401, ''",
    "403, ''",
    "404, ''",
    "422, ''",
  })
  void otherRefusalsAreFinalAtOnce(int status, String code) throws Exception {
    cutWhile(now -> status(status, code, null));

    assertLost(Integer.toString(status));
    assertThat(attempts).containsExactly(0.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void aBusyRegistryIsAskedAgainAndNoSoonerThanItWants(int status) throws Exception {
    cutWhile(now -> now < 9 ? status(status, "", Duration.ofSeconds(9)) : null);

    assertSurvived();
    assertThat(attempts).containsExactly(0.0, 9.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void toBeAskedToWaitForLongerThanTheWindowIsTheEnd(int status) throws Exception {
    cutWhile(now -> status(status, "", Duration.ofSeconds(60)));

    assertLost("it asked to wait 60s");
    assertThat(attempts).containsExactly(0.0);
  }

  @Test
  void aSessionThatStillSeemsAttachedIsAskedForAgain() throws Exception {
    cutWhile(now -> now < 3 ? new RpcException(-32010, "session x is already attached") : null);

    assertSurvived();
  }

  @Test
  void anExecutorThatForgotTheSessionIsTheEnd() throws Exception {
    cutWhile(now -> {
      executor.sessions++;
      return null;
    });

    assertLost("unknown session id");
    assertThat(attempts).containsExactly(0.0);
  }

  @Test
  void waitsDoubleAndAreSpreadByUpToAHalf() {
    Random random = new Random(1);
    long[] bases = {500, 1000, 2000, 4000, 5000, 5000};
    for (int round = 0; round < 100; round++) {
      for (int attempt = 0; attempt < bases.length; attempt++) {
        Duration delay = RegistryConnector.backoff(RecoveryTimes.standard(), attempt, random);
        assertThat(delay.toMillis()).isBetween(bases[attempt], bases[attempt] * 3 / 2);
      }
    }
  }
}
