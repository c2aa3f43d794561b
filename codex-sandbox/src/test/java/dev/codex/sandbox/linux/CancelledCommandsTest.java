package dev.codex.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.exec.TerminalSize;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are stopped at any moment of their lives, the earliest included. */
@NeedsNamespaces
class CancelledCommandsTest {

  /** {@code -Dcodex.test.cancels=100} for as many as a release should see. */
  private static final int ROUNDS = Integer.getInteger("codex.test.cancels", 40);

  private static final int MAX_MILLIS = 40;

  private final Sandbox sandbox =
      PlatformSandbox.builder().variables(Map.of("PATH", "/usr/bin:/bin")).build();

  @TempDir
  Path directory;

  private static long living(String argument) {
    return ProcessHandle.allProcesses()
        .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
            .anyMatch(word -> word.contains(argument)))
        .count();
  }

  private static final String TREE = "echo begun; setsid sleep %s & (setsid sh -c 'sleep %s & sleep"
      + " %s' &); nohup sleep %s >/dev/null 2>&1 & sleep %s";

  private void cancel(SandboxPolicy policy, String argument) throws Exception {
    Command command = Command.of(directory, "/bin/sh", "-c", TREE.replace("%s", argument));
    cancel(command, policy, argument);
  }

  private void cancel(Command command, SandboxPolicy policy, String argument) throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < ROUNDS; round++) {
      RunningCommand running = sandbox.start(command, policy);
      assertThat(running.waitFor(Duration.ofMillis(random.nextInt(MAX_MILLIS)))).isEmpty();
      long start = System.nanoTime();

      running.close();

      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
      assertThat(living(argument)).isZero();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void nothingIsLeftUnderReadOnly() throws Exception {
    cancel(SandboxPolicy.readOnly(), "8111.25");
  }

  @Test
  void nothingIsLeftUnderWorkspaceWrite() throws Exception {
    cancel(SandboxPolicy.workspaceWrite(directory), "8222.25");
  }

  @Test
  void nothingIsLeftWithoutConfinement() throws Exception {
    cancel(SandboxPolicy.dangerFullAccess(), "8333.25");
  }

  @Test
  void nothingIsLeftOfATerminal() throws Exception {
    Command command =
        Command.of(directory, "/bin/sh", "-c", TREE.replace("%s", "8444.25")).toBuilder()
            .terminal(TerminalSize.STANDARD)
            .build();

    cancel(command, SandboxPolicy.workspaceWrite(directory), "8444.25");
    cancel(command, SandboxPolicy.dangerFullAccess(), "8444.25");
  }

  /** Killed and not closed: what was printed before is still read. */
  @Test
  void theOutputSoFarIsThere() throws Exception {
    for (SandboxPolicy policy : List.of(
        SandboxPolicy.readOnly(),
        SandboxPolicy.workspaceWrite(directory),
        SandboxPolicy.dangerFullAccess())) {
      String script = "seq 1 9000; echo end; " + TREE.replace("%s", "8555.25");
      try (RunningCommand running =
          sandbox.start(Command.of(directory, "/bin/sh", "-c", script), policy)) {
        assertThat(running.output().read()).isEqualTo('1');
        // nobody reads further: the rest is on its way, in the pipe and in our buffers
        assertThat(running.waitFor(Duration.ofMillis(300))).isEmpty();

        running.kill();

        assertThat(new String(running.output().readAllBytes(), StandardCharsets.US_ASCII))
            .endsWith("9000\nend\nbegun\n");
        assertThat(living("8555.25")).isZero();
      }
    }
  }
}
