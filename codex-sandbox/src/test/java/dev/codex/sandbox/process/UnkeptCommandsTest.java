package dev.codex.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.contract.SandboxContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How commands end where this JVM can hold no program of its own. */
class UnkeptCommandsTest {

  private static final SandboxPolicy FULL = SandboxPolicy.dangerFullAccess();

  private final Sandbox sandbox = new LocalSandbox(
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
      List.of(),
      new OutputReaders(),
      Optional::empty);

  @TempDir
  Path directory;

  @TestFactory
  Stream<DynamicTest> contract() {
    List<SandboxContract.Check> checks =
        SandboxContract.of(sandbox, FULL, directory).checks().stream()
            .filter(
                check -> check.name().matches("(.*interrupt|killing|closing|a child|a missing).*"))
            .toList();
    assertThat(checks).as("checks about ends").hasSize(9);
    return checks.stream().map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc to find what lost its parent")
  void killingReachesWhatHidFromItsParent() throws Exception {
    String script = "a=$( (setsid sh -c 'sleep 1000 >/dev/null 2>&1 & echo $!') );"
        + " setsid sleep 1000 & echo $a; echo $!; sleep 1000";
    try (RunningCommand command =
        sandbox.start(Command.of(directory, "/bin/bash", "-c", script), FULL)) {
      long orphan = Long.parseLong(LocalSandboxTest.firstLine(command));
      long child = Long.parseLong(LocalSandboxTest.firstLine(command));
      assertThat(List.of(orphan, child)).allMatch(LocalSandboxTest::isRunning);

      command.kill();

      assertThat(List.of(orphan, child)).noneMatch(LocalSandboxTest::isRunning);
      assertThat(command.waitFor(Duration.ofSeconds(30))).hasValue(137);
    }
  }
}
