package dev.codex.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What ends one command finds its own among those of many others, however well they hide. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc to find what lost its parent")
class ManyCommandsTest {

  private static final String HIDE = "(setsid sh -c 'sleep 1000 >/dev/null 2>&1 & echo $!')";

  @TempDir
  private Path directory;

  private final Sandbox sandbox =
      new LocalSandbox(Map.of("PATH", "/usr/bin:/bin"), List.of(), new OutputReaders());

  private RunningCommand start(String script) {
    return sandbox.start(
        Command.of(directory, "/bin/sh", "-c", script), SandboxPolicy.dangerFullAccess());
  }

  private static BufferedReader lines(RunningCommand command) {
    return new BufferedReader(new InputStreamReader(command.output(), StandardCharsets.UTF_8));
  }

  private static void enter(RunningCommand command) throws IOException {
    command.input().write('\n');
    command.input().flush();
  }

  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid)
        .filter(found -> !MarkedProcesses.isZombie(found))
        .isPresent();
  }

  @Test
  void whatWasHiddenBetweenTwoKillsIsFoundByTheSecond() throws Exception {
    // longer ago than what is looked for by its id alone
    String old = "sleep 0.6; echo old; " + HIDE + "; read x; " + HIDE + "; " + HIDE;
    RunningCommand other = start(old + "; read x");
    RunningCommand command = start(old);
    BufferedReader otherLines = lines(other);
    BufferedReader lines = lines(command);
    List<Long> otherHidden = new ArrayList<>();
    List<Long> hidden = new ArrayList<>();
    assertThat(otherLines.readLine()).isEqualTo("old");
    otherHidden.add(Long.parseLong(otherLines.readLine()));
    assertThat(lines.readLine()).isEqualTo("old");
    hidden.add(Long.parseLong(lines.readLine()));

    other.close();
    assertThat(otherHidden).noneMatch(ManyCommandsTest::isRunning);
    assertThat(hidden).allMatch(ManyCommandsTest::isRunning);
    enter(command);
    hidden.add(Long.parseLong(lines.readLine()));
    hidden.add(Long.parseLong(lines.readLine()));
    assertThat(lines.readLine()).isNull();
    assertThat(hidden).allMatch(ManyCommandsTest::isRunning);
    command.close();

    assertThat(hidden).noneMatch(ManyCommandsTest::isRunning);
  }

  @Test
  void descendantsAreFoundWhateverTheirEnvironment() throws Exception {
    try (RunningCommand command =
        start("env -i sh -c 'sleep 1000 & echo $!; wait' & sleep 1000 & echo $!; wait")) {
      BufferedReader lines = lines(command);
      Set<Long> told = new LinkedHashSet<>();
      told.add(Long.parseLong(lines.readLine()));
      told.add(Long.parseLong(lines.readLine()));

      Set<ProcessHandle> found = new LinkedHashSet<>();
      Descent.addTo(found, ProcessHandle.current());

      assertThat(found).extracting(ProcessHandle::pid).containsAll(told);
      assertThat(found).containsAll(ProcessHandle.current().descendants().toList());
    }
  }
}
