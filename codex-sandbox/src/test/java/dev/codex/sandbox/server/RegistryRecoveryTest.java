package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.exec.Command;
import dev.codex.exec.ProcessLostException;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.remote.RecoveryTimes;
import dev.codex.sandbox.remote.RemoteSandbox;
import dev.codex.sandbox.remote.registry.LocalRegistry;
import dev.codex.sandbox.remote.relay.Rendezvous;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real processes on an executor that is found through a registry, over HTTP and in real time. */
class RegistryRecoveryTest {

  private final AtomicInteger tokens = new AtomicInteger();
  private ExecServer server;
  private Rendezvous rendezvous;
  private CuttableProxy network;
  private LocalRegistry registry;
  private RemoteSandbox sandbox;

  /** What the registry says instead of where the executor is; null for that. */
  private interface Refusals {
    MockResponse answer(int number);
  }

  private volatile Refusals refusals = number -> null;
  private volatile String key = "key";

  @BeforeEach
  void connect() throws IOException {
    server = ExecServer.fromEnvironment().listen();
    rendezvous = new Rendezvous(server.url());
    network = new CuttableProxy(rendezvous.url());
    registry = new LocalRegistry(number -> {
      MockResponse refusal = refusals.answer(number);
      return refusal == null ? LocalRegistry.bundle(network.url(), key) : refusal;
    });
    sandbox = RemoteSandbox.builder()
        .registry(registry.client(() -> "token" + tokens.incrementAndGet()))
        .times(RecoveryTimes.builder().maxRegistryBackoff(Duration.ofSeconds(1)).build())
        .build();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
    registry.close();
    network.close();
    rendezvous.close();
    server.close();
  }

  private RunningCommand start(String script) {
    return sandbox.start(
        Command.of(Path.of("/tmp"), "/bin/sh", "-c", script), SandboxPolicy.dangerFullAccess());
  }

  /** All connections to the relay break; new ones are possible. */
  private void cut() throws IOException {
    network.cut();
    network.heal();
  }

  private static BufferedReader lines(RunningCommand command) {
    return new BufferedReader(new InputStreamReader(command.output(), StandardCharsets.UTF_8));
  }

  @Test
  void anExecutorThatIsOfflineForFiveSecondsKeepsItsProcesses() throws Exception {
    String script = "i=0; while [ $i -lt 13 ]; do i=$((i+1)); echo line$i; sleep 0.5; done; exit 3";
    try (RunningCommand command = start(script);
        RunningCommand quiet = start("read x; echo got $x")) {
      BufferedReader lines = lines(command);
      List<String> read = new ArrayList<>(List.of(lines.readLine(), lines.readLine()));
      long cut = System.nanoTime();
      refusals = number -> System.nanoTime() - cut < Duration.ofSeconds(5).toNanos()
          ? LocalRegistry.error(409, "environment_offline", "the executor is offline")
          : null;
      cut();

      read.addAll(lines.lines().toList());

      assertThat(read)
          .isEqualTo(IntStream.rangeClosed(1, 13).mapToObj(i -> "line" + i).toList());
      assertThat(command.waitFor(Duration.ofSeconds(10))).isEqualTo(OptionalInt.of(3));
      assertThat(System.nanoTime() - cut).isGreaterThan(Duration.ofSeconds(5).toNanos());
      quiet.input().write("it\n".getBytes(StandardCharsets.UTF_8));
      quiet.input().flush();
      assertThat(lines(quiet).readLine()).isEqualTo("got it");
      assertThat(registry.requests()).hasSizeBetween(5, 10);
      assertThat(registry.requests())
          .extracting(request -> request.getHeaders().get("Authorization"))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aBusyRegistryIsAskedAgainWhenItSaysSo() throws Exception {
    try (RunningCommand command = start("echo before; read x; echo after")) {
      BufferedReader lines = lines(command);
      lines.readLine();
      refusals = number -> number == 1
          ? LocalRegistry.error(503, "down", "busy")
              .newBuilder()
              .setHeader("Retry-After", "1")
              .build()
          : null;
      long cut = System.nanoTime();
      cut();
      command.input().write('\n');
      command.input().flush();

      assertThat(lines.readLine()).isEqualTo("after");
      assertThat(System.nanoTime() - cut).isGreaterThan(Duration.ofSeconds(1).toNanos());
      assertThat(registry.requests()).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, expired",
    "403, forbidden",
    "404, not_found",
    "409, registration_conflict",
  })
  void otherRefusalsLoseTheProcessAtOnce(int status, String code) throws Exception {
    try (RunningCommand command = start("echo so far; sleep 1000")) {
      BufferedReader lines = lines(command);
      lines.readLine();
      refusals = number -> LocalRegistry.error(status, code, "no way");
      cut();

      assertThatThrownBy(lines::readLine)
          .isInstanceOfSatisfying(ProcessLostException.class, lost -> {
            assertThat(lost)
                .hasMessageContaining(status + " ")
                .hasMessageContaining(code)
                .hasMessageContaining("no way")
                .hasMessageNotContaining("token");
            assertThat(lost.lastOutput()).asString(StandardCharsets.UTF_8).isEqualTo("so far\n");
          });
      assertThat(registry.requests()).hasSize(2);
    }
  }

  @Test
  void anExecutorWithAnotherKeyIsAnother() throws Exception {
    try (RunningCommand command = start("echo so far; sleep 1000")) {
      BufferedReader lines = lines(command);
      lines.readLine();
      key = "other";
      cut();

      assertThatThrownBy(lines::readLine)
          .isInstanceOf(ProcessLostException.class)
          .hasMessageContaining("executor key changed");
      try (RunningCommand next = start("echo in a new session")) {
        assertThat(lines(next).readLine()).isEqualTo("in a new session");
      }
    }
  }

  @Test
  void theFirstConnectionOutlastsAMoment() throws Exception {
    refusals = number -> number < 2 ? LocalRegistry.error(409, "environment_offline", "no") : null;

    try (RunningCommand command = start("echo here")) {
      assertThat(lines(command).readLine()).isEqualTo("here");
    }
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void muchOutputComesThroughTheRelayWhole() throws Exception {
    try (RunningCommand command = start("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo end")) {
      BufferedReader lines = lines(command);

      assertThat(lines.readLine()).hasSize(3_000_000);
      assertThat(lines.readLine()).isEqualTo("end");
    }
  }
}
