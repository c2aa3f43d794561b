package dev.codex.sandbox.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.linux.Mechanism;
import dev.codex.sandbox.linux.NamespaceAvailability;
import dev.codex.sandbox.linux.NamespaceSandbox;
import dev.codex.sandbox.linux.Setup;
import dev.codex.sandbox.process.OutputReaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Every attempt of the table, each with the verdict that we promise. */
@EnabledIf(value = "canRun", disabledReason = "needs namespaces, python3 and an x86_64 Linux")
class AttackTableTest {

  @TempDir
  Path folder;

  static boolean canRun() {
    return System.getProperty("os.arch").equals("amd64")
        && Files.isExecutable(Path.of(AttackRange.PYTHON))
        && NamespaceAvailability.isThere();
  }

  private Map<Integer, String> attack(Function<AttackRange, SandboxPolicy> policy)
      throws IOException {
    try (AttackRange range = AttackRange.in(folder)) {
      Sandbox sandbox = new NamespaceSandbox(
          EnvironmentPolicy.standard()
              .apply(Map.of(
                  "PATH", range.workspace() + ":/usr/bin:/bin:/usr/sbin", "A_TOKEN", "canary")),
          List.of(range.temporaryFolder()),
          new OutputReaders(),
          Setup.of(Mechanism.values()));
      Command command = Command.builder()
          .words(range.command())
          .workingDirectory(range.workspace())
          .build();
      String output;
      try (RunningCommand running = sandbox.start(command, policy.apply(range))) {
        output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      }
      return range.verdicts(output);
    }
  }

  private static Stream<DynamicTest> check(
      Map<Integer, String> verdicts, Function<Attempt, String> expected) throws IOException {
    return Attempt.all().stream()
        .map(attempt -> DynamicTest.dynamicTest(
            "%02d %s: %s".formatted(attempt.number(), attempt.text(), expected.apply(attempt)),
            () -> assertThat(verdicts.get(attempt.number()))
                .isEqualTo(Attempt.verdict(expected.apply(attempt)))));
  }

  @TestFactory
  Stream<DynamicTest> writingTheWorkspace() throws IOException {
    return check(
        attack(range -> SandboxPolicy.workspaceWrite(range.workspace())), Attempt::writing);
  }

  @TestFactory
  Stream<DynamicTest> onlyReading() throws IOException {
    return check(attack(range -> SandboxPolicy.readOnly()), Attempt::reading);
  }

  @TestFactory
  Stream<DynamicTest> writingTheWorkspaceWithNetwork() throws IOException {
    Set<Integer> network = Set.of(57, 58, 60, 68, 89);
    return check(
        attack(range ->
            new WorkspaceWrite(List.of(range.workspace()), NetworkAccess.ON, TempFolders.WRITABLE)),
        attempt -> network.contains(attempt.number()) ? "works" : attempt.writing());
  }

  @TestFactory
  Stream<DynamicTest> writingTheWorkspaceWithPrivateTemp() throws IOException {
    return check(
        attack(range ->
            new WorkspaceWrite(List.of(range.workspace()), NetworkAccess.OFF, TempFolders.PRIVATE)),
        attempt -> attempt.number() == 95 ? "blocked" : attempt.writing());
  }
}
