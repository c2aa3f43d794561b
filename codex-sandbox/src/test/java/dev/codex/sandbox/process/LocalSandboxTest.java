package dev.codex.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.contract.SandboxContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalSandboxTest {

  private static final SandboxPolicy FULL = SandboxPolicy.dangerFullAccess();
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Sandbox sandbox = new LocalSandbox(
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "VISIBLE", "1"),
      List.of(),
      new OutputReaders());

  @TempDir
  Path directory;

  @TestFactory
  Stream<DynamicTest> contract() {
    return SandboxContract.of(sandbox, FULL, directory).checks().stream()
        .map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
  }

  private RunningCommand start(String script) {
    return sandbox.start(Command.of(directory, "/bin/bash", "-c", script), FULL);
  }

  static String firstLine(RunningCommand command) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = command.output().read();
        c >= 0 && c != '\n';
        c = command.output().read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Test
  void policiesThatWantConfinementAreRefusedAndStartNothing() {
    Path trace = directory.resolve("trace");
    Command command = Command.of(directory, "/bin/touch", trace.toString());

    for (SandboxPolicy policy :
        List.of(SandboxPolicy.readOnly(), SandboxPolicy.workspaceWrite(directory))) {
      assertThatThrownBy(() -> sandbox.require(policy))
          .isInstanceOf(SandboxUnavailableException.class)
          .hasMessageContaining(policy.mode())
          .hasMessageContaining("SandboxPolicy.dangerFullAccess()");
      assertThatThrownBy(() -> sandbox.start(command, policy).close())
          .isInstanceOf(SandboxUnavailableException.class);
    }
    sandbox.require(FULL);
    sandbox.require(SandboxPolicy.external(NetworkAccess.OFF));
    assertThat(trace).doesNotExist();
  }

  @Test
  void theWayOutIsThatOfTheSystem() {
    assertThat(LocalSandbox.wayOut("Windows 11")).contains("WSL 2");
    assertThat(LocalSandbox.wayOut("Mac OS X")).contains("trySeatbelt()");
    assertThat(LocalSandbox.wayOut("FreeBSD")).isEmpty();
  }

  @Test
  void commandsSeeTheGivenEnvironmentAndNothingElse() throws IOException {
    try (RunningCommand command = start("/usr/bin/env -0")) {
      String output = new String(command.output().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(output.split("\0"))
          .extracting(entry -> entry.substring(0, entry.indexOf('=')))
          .containsExactlyInAnyOrder("PATH", "VISIBLE", "PWD", "SHLVL", "_", MarkedTree.MARK);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc to find what lost its parent")
  void killingReachesWhatHidFromItsParent() throws Exception {
    String script =
        "sleep 1000 & a=$!; setsid sleep 1000 & b=$!; nohup sleep 1000 >/dev/null 2>&1 & c=$!;"
            + " d=$( (setsid sh -c 'sleep 1000 >/dev/null 2>&1 & echo $!') );"
            + " env -i sleep 1000 & e=$!; trap '' TERM INT HUP; echo $a $b $c $d $e; wait";

    List<Long> pids = new ArrayList<>();
    try (RunningCommand command = start(script)) {
      for (String pid : firstLine(command).split(" ")) {
        pids.add(Long.parseLong(pid));
      }
      assertThat(pids).hasSize(5).allMatch(LocalSandboxTest::isRunning);

      command.kill();

      assertThat(pids).noneMatch(LocalSandboxTest::isRunning);
      assertThat(command.waitFor(LONG)).hasValue(137);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc to find what lost its parent")
  void closingEndsWhatAFinishedCommandLeftBehind() throws Exception {
    long pid;
    try (RunningCommand command = start("(setsid sleep 1000 >/dev/null 2>&1 & echo $!)")) {
      pid = Long.parseLong(firstLine(command));
      assertThat(command.waitFor(LONG)).hasValue(0);
      assertThat(isRunning(pid)).isTrue();
    }

    assertThat(isRunning(pid)).isFalse();
  }

  static boolean isRunning(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aChattyChildThatWasLeftBehindDoesNotKeepTheOutputOpen() throws Exception {
    try (RunningCommand command = start("yes & echo started")) {
      byte[] output = command.output().readAllBytes();

      assertThat(output.length).isLessThan(64 << 20);
    }
  }

  @Test
  void outputIsNeitherLostNorHeldInMemory() throws Exception {
    long total = 0;
    try (RunningCommand command = start("head -c 20000000 /dev/zero")) {
      InputStream output = command.output();
      byte[] buffer = new byte[8192];
      for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
        total += length;
      }
    }

    assertThat(total).isEqualTo(20_000_000);
  }
}
