package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.ProcessLostException;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.remote.RecoveryTimes;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real processes, a real server, and a network that fails. */
class BrokenNetworkTest {

  /** For many more: {@code -Dcodex.test.processes=2000}. */
  private static final int PROCESSES = Integer.getInteger("codex.test.processes", 200);

  private static final SandboxPolicy POLICY = SandboxPolicy.dangerFullAccess();

  private ExecServer server;
  private CuttableProxy network;
  private RemoteSandbox sandbox;

  @BeforeEach
  void connect() throws IOException {
    server = ExecServer.fromEnvironment().listen();
    network = new CuttableProxy(server.url());
    sandbox = connect(RecoveryTimes.standard());
  }

  private RemoteSandbox connect(RecoveryTimes times) {
    return RemoteSandbox.builder().url(network.url()).times(times).build();
  }

  @AfterEach
  void close() throws IOException {
    sandbox.close();
    network.close();
    server.close();
  }

  private static RunningCommand start(RemoteSandbox sandbox, String script) {
    return sandbox.start(Command.of(Path.of("/tmp"), "/bin/sh", "-c", script), POLICY);
  }

  private static String text(RunningCommand command) throws IOException {
    return new String(command.output().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aCutNetworkCostsNoLineAndNoProcess() throws Exception {
    String script = "i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo line$i; sleep 0.02; done";
    try (RunningCommand command = start(sandbox, script)) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(command.output(), StandardCharsets.UTF_8));
      List<String> read = new ArrayList<>();
      String line;
      while ((line = lines.readLine()) != null) {
        read.add(line);
        if (read.size() % 20 == 0) {
          network.cut();
          network.heal();
        }
      }

      assertThat(read)
          .isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(i -> "line" + i).toList());
      assertThat(command.waitFor(Duration.ofSeconds(10))).isEqualTo(OptionalInt.of(0));
    }
  }

  @Test
  void aNetworkThatSwallowsEverythingIsNoticed() throws Exception {
    String script =
        "i=0; while [ $i -lt 20 ]; do i=$((i+1)); echo line$i; sleep 0.05; done; read x;"
            + " echo $x";
    try (RemoteSandbox watchful =
            connect(RecoveryTimes.builder().silence(Duration.ofMillis(300)).build());
        RunningCommand command = start(watchful, script)) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(command.output(), StandardCharsets.UTF_8));
      List<String> read = new ArrayList<>(List.of(lines.readLine()));

      network.swallow();
      while (read.size() < 20) {
        read.add(lines.readLine());
      }
      command.input().write("there\n".getBytes(StandardCharsets.UTF_8));
      command.input().flush();
      read.add(lines.readLine());

      List<String> expected =
          new ArrayList<>(IntStream.rangeClosed(1, 20).mapToObj(i -> "line" + i).toList());
      expected.add("there");
      assertThat(read).isEqualTo(expected);
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void aProcessThatEndsMeanwhileIsHeardOfLater() throws Exception {
    try (RunningCommand gate = start(sandbox, "read x; echo done; exit 9");
        RunningCommand first = start(sandbox, "echo ready; sleep 0.3; echo later; exit 5")) {
      assertThat(new String(first.output().readNBytes(6), StandardCharsets.UTF_8))
          .isEqualTo("ready\n");
      network.cut();
      try (RemoteSandbox beside = RemoteSandbox.connect(server.url());
          RunningCommand meanwhile = start(beside, "sleep 0.5; echo over")) {
        assertThat(text(meanwhile)).isEqualTo("over\n");
      }
      network.heal();

      assertThat(text(first)).isEqualTo("later\n");
      assertThat(first.waitFor(Duration.ofSeconds(10))).isEqualTo(OptionalInt.of(5));
      gate.input().write('\n');
      gate.input().flush();
      assertThat(text(gate)).isEqualTo("done\n");
    }
  }

  @Test
  void aNetworkThatStaysCutLosesTheProcessLoudlyAndRunsNothingHere() throws Exception {
    try (RemoteSandbox impatient = connect(RecoveryTimes.builder()
            .reattachWithin(Duration.ofMillis(700))
            .replayWithin(Duration.ofMillis(300))
            .build());
        RunningCommand command = start(impatient, "echo so far; sleep 100")) {
      InputStream output = command.output();
      assertThat(new String(output.readNBytes(7), StandardCharsets.UTF_8)).isEqualTo("so far\n");

      network.cut();

      assertThatThrownBy(output::read).isInstanceOfSatisfying(ProcessLostException.class, lost -> {
        assertThat(lost).hasMessageContaining("recovery timed out after 0.7s");
        assertThat(lost.lastOutput()).asString(StandardCharsets.UTF_8).isEqualTo("so far\n");
      });
      assertThat(command.waitFor(Duration.ofSeconds(1))).isEqualTo(OptionalInt.of(-1));
      assertThatThrownBy(() -> start(impatient, "true"))
          .isInstanceOf(SandboxUnavailableException.class)
          .hasMessageContaining("not run, here or there");
      network.heal();
      try (RunningCommand next = start(impatient, "echo new session")) {
        assertThat(text(next)).isEqualTo("new session\n");
      }
    }
  }

  @Test
  void anExecutorThatWasRestartedHasForgottenEverything() throws Exception {
    try (RunningCommand command = start(sandbox, "echo begin; sleep 100")) {
      command.output().readNBytes(6);
      try (ExecServer other = ExecServer.fromEnvironment().listen()) {
        network.leadTo(other.url());
        server.close();
        network.cut();
        network.heal();

        assertThatThrownBy(() -> command.output().read())
            .isInstanceOf(ProcessLostException.class)
            .hasMessageContaining("unknown session id");
        try (RunningCommand next = start(sandbox, "echo again")) {
          assertThat(text(next)).isEqualTo("again\n");
        }
      }
    }
  }

  @Test
  void anExecutorThatIsNotThereIsNamed() {
    try (RemoteSandbox nowhere = RemoteSandbox.connect(URI.create("ws://127.0.0.1:1"))) {
      assertThatThrownBy(() -> start(nowhere, "true"))
          .isInstanceOf(SandboxUnavailableException.class)
          .hasMessageContaining("ws://127.0.0.1:1");
      assertThatThrownBy(() -> nowhere.files(POLICY).read(Path.of("/etc/hostname")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Cannot reach ws://127.0.0.1:1");
    }
  }

  @Test
  void hundredsOfCommandsRunAtOnceOnOneConnection() throws Exception {
    List<RunningCommand> commands = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      commands.add(start(sandbox, "read x; echo " + i));
    }
    for (RunningCommand command : commands) {
      command.input().close();
    }
    for (int i = 0; i < PROCESSES; i++) {
      try (RunningCommand command = commands.get(i)) {
        assertThat(text(command)).isEqualTo(i + "\n");
      }
    }
  }

  @Test
  void aReaderThatIsSlowSlowsTheCommandAndLosesNothing() throws Exception {
    long bytes = 40 << 20;
    try (RunningCommand command = start(sandbox, "head -c " + bytes + " /dev/zero; echo end")) {
      assertThat(command.waitFor(Duration.ofMillis(300))).isEmpty();

      long read = 0;
      byte[] buffer = new byte[1 << 16];
      InputStream output = command.output();
      for (int length; (length = output.read(buffer)) >= 0; ) {
        read += length;
      }

      assertThat(read).isEqualTo(bytes + 4);
    }
  }
}
