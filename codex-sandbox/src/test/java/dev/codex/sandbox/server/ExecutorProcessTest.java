package dev.codex.sandbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.exec.Command;
import dev.codex.exec.ProcessLostException;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Executors that are processes of their own, as they are in earnest. */
class ExecutorProcessTest {

  /** For the whole gigabyte: {@code -Dcodex.test.bytes=1073741824}. */
  private static final long BYTES = Long.getLong("codex.test.bytes", 200_000_000);

  private static final String HEAP = "48m";

  private static RunningCommand start(RemoteSandbox sandbox, String script) {
    return sandbox.start(
        Command.of(Path.of("/tmp"), "/bin/sh", "-c", script), SandboxPolicy.dangerFullAccess());
  }

  private static BufferedReader lines(RunningCommand command) {
    return new BufferedReader(new InputStreamReader(command.output(), StandardCharsets.UTF_8));
  }

  @Test
  void aKilledExecutorLosesItsProcessesAndItsSuccessorTakesOver() throws Exception {
    ProcessHandle orphan;
    try (ChildJvm executor = ChildJvm.start(List.of(), "64m", ExecutorMain.class);
        CuttableProxy network = new CuttableProxy(URI.create(executor.line()));
        RemoteSandbox sandbox = RemoteSandbox.connect(network.url());
        RunningCommand command = start(sandbox, "echo $$; exec sleep 1000")) {
      BufferedReader lines = lines(command);
      String pid = lines.readLine();
      orphan = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      try (ChildJvm successor = ChildJvm.start(List.of(), "64m", ExecutorMain.class)) {
        network.leadTo(URI.create(successor.line()));

        executor.kill();

        assertThatThrownBy(lines::readLine)
            .isInstanceOfSatisfying(ProcessLostException.class, lost -> {
              assertThat(lost).hasMessageContaining("unknown session id");
              assertThat(lost.lastOutput()).asString(StandardCharsets.UTF_8).isEqualTo(pid + "\n");
            });
        try (RunningCommand next = start(sandbox, "echo $PPID")) {
          assertThat(lines(next).readLine()).isNotEqualTo(pid);
        }
      }
    }
    orphan.destroyForcibly();
  }

  @Test
  void muchOutputTakesLittleMemoryAtBothEnds() throws Exception {
    try (ChildJvm executor = ChildJvm.start(List.of(), HEAP, ExecutorMain.class);
        ChildJvm client = ChildJvm.start(
            List.of(),
            HEAP,
            CountingMain.class,
            executor.line(),
            // whole lines, and at least as many bytes as are wanted
            "seq 1 2000000000 2>&- | awk '{ print; n += length($0) + 1; if (n >= " + BYTES
                + ") exit }'",
            "1")) {
      assertThat(client.line()).isEqualTo("at 1");
      String[] end = client.line().split(" ");

      assertThat(Long.parseLong(end[0])).isBetween(BYTES, BYTES + 20);
      assertThat(end[end.length - 1]).isEqualTo("0");
    }
  }
}
