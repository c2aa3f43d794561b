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
import dev.codex.testing.contract.SandboxContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** An executor that is a program, spoken to on its standard streams. */
class StdioExecutorTest {

  private static final SandboxPolicy POLICY = SandboxPolicy.dangerFullAccess();

  @TempDir
  private Path directory;

  private final RemoteSandbox sandbox = RemoteSandbox.builder()
      .program(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"),
          StdioMain.class.getName())
      .programSurroundings(Map.of("PLACE", "a program"), Path.of("/tmp"))
      .times(RecoveryTimes.builder()
          .connectTimeout(Duration.ofSeconds(60))
          .initializeTimeout(Duration.ofSeconds(60))
          .build())
      .build();

  @AfterEach
  void close() {
    sandbox.close();
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return SandboxContract.of(sandbox, POLICY, directory).checks().stream()
        .map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
  }

  private RunningCommand start(String script) {
    return sandbox.start(Command.of(Path.of("/tmp"), "/bin/sh", "-c", script), POLICY);
  }

  private static BufferedReader lines(RunningCommand command) {
    return new BufferedReader(new InputStreamReader(command.output(), StandardCharsets.UTF_8));
  }

  private static ProcessHandle handle(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  @Test
  void closingEndsTheProgramAndWhatItRuns() throws Exception {
    try (RunningCommand command = start("echo $PPID; echo $$; exec sleep 1000")) {
      BufferedReader lines = lines(command);
      lines.readLine();
      ProcessHandle process = handle(lines.readLine());

      sandbox.close();

      process.onExit().get(20, TimeUnit.SECONDS);
      assertThat(ProcessHandle.current().children().filter(StdioExecutorTest::isExecutor))
          .isEmpty();
    }
  }

  private static boolean isExecutor(ProcessHandle child) {
    return child.isAlive()
        && child.info().commandLine().orElse("").contains(StdioMain.class.getName());
  }

  @Test
  void aProgramThatDiesIsNotStartedAgainBehindTheHostsBack() throws Exception {
    try (RunningCommand command = start("echo so far; echo $$; exec sleep 1000")) {
      BufferedReader lines = lines(command);
      lines.readLine();
      ProcessHandle process = handle(lines.readLine());

      ProcessHandle.current()
          .children()
          .filter(StdioExecutorTest::isExecutor)
          .forEach(ProcessHandle::destroyForcibly);

      assertThatThrownBy(lines::readLine)
          .isInstanceOfSatisfying(
              ProcessLostException.class,
              lost -> assertThat(lost.lastOutput())
                  .asString(StandardCharsets.UTF_8)
                  .startsWith("so far\n"));
      assertThatThrownBy(() -> start("touch " + directory.resolve("ran")))
          .isInstanceOf(SandboxUnavailableException.class)
          .hasMessageContaining("not run, here or there");
      assertThat(directory).isEmptyDirectory();
      process.destroyForcibly();
    }
  }

  @Test
  void aProgramThatIsNoneIsNamed() throws IOException {
    try (RemoteSandbox wrong =
        RemoteSandbox.builder().program("/no/such/program").build()) {
      assertThatThrownBy(wrong::info).hasMessageContaining("/no/such/program");
    }
  }
}
