package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.SandboxReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on a machine that confines nothing, which the inside of our own sandbox is. */
class NoMechanismTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir
  Path folder;

  private record Ended(int code, String said) {}

  @BeforeEach
  void skipWhereNothingConfines() {
    SandboxReport report = PlatformSandbox.probe();
    Assumptions.assumeTrue(report.isConfining(), report.problem());
  }

  private Ended codex(String... arguments) throws Exception {
    Path directory = folder.toRealPath();
    Path temporary = Files.createDirectories(directory.resolve("temporary"));
    Sandbox sandbox =
        PlatformSandbox.builder().variables(Map.of("PATH", "/usr/bin:/bin")).build();
    List<String> words = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "-Djava.io.tmpdir=" + temporary,
        "-cp",
        System.getProperty("java.class.path"),
        CodexMain.class.getName()));
    words.addAll(List.of(arguments));
    // with sockets, which a policy without a network forbids altogether
    SandboxPolicy policy = new SandboxPolicy.WorkspaceWrite(
        List.of(directory), NetworkAccess.ON, SandboxPolicy.TempFolders.WRITABLE);
    Command command = Command.builder()
        .words(words)
        .workingDirectory(directory)
        .putEnvironment("CODEX_HOME", directory.resolve("home").toString())
        .build();
    try (RunningCommand running = sandbox.start(command, policy)) {
      running.input().close();
      String said = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(running.waitFor(PATIENCE).orElseThrow(), said);
    }
  }

  @Test
  void theProbeSaysSo() throws Exception {
    Ended probe = codex("probe");

    assertThat(probe.code()).isEqualTo(1);
    assertThat(probe.said()).startsWith("mechanism: none\ninside: ");
  }

  @Test
  void theDemoRunsItsOwnCommandsAndSaysThatNothingConfinesThem() throws Exception {
    Ended demo = codex("demo");

    assertThat(demo.said()).contains("Nothing confines commands here").contains("PASSED");
    assertThat(demo.code()).isZero();
  }

  @Test
  void aRealModelGetsNoCommandUntilThePersonSaysSo() throws Exception {
    Path written = folder.resolve("written");
    String[] model = {
      "exec",
      "--skip-git-repo-check",
      "-c",
      "model_provider=\"here\"",
      "-c",
      "model_providers.here.name=\"here\"",
      "-c",
      "model_providers.here.base_url=\"http://127.0.0.1:9/v1\"",
      "-c",
      "model_providers.here.request_max_retries=0",
      "-s",
      "workspace-write",
      "touch " + written
    };

    Ended exec = codex(model);

    assertThat(exec.code()).isEqualTo(1);
    assertThat(exec.said())
        .contains("The sandbox policy workspace-write cannot be enforced here.")
        .contains("danger-full-access")
        .doesNotContain("127.0.0.1:9");
    assertThat(written).doesNotExist();
  }
}
