package dev.codex.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, disabledReason = "keeping is a thing of the Linux kernel")
class KeptCommandsTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private static final Map<String, String> VARIABLES =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin");

  private Optional<Keeper> keeper = Optional.empty();
  private final Sandbox sandbox =
      new LocalSandbox(VARIABLES, List.of(), new OutputReaders(), () -> keeper);

  @TempDir
  Path directory;

  @BeforeEach
  void createKeeper() throws IOException {
    keeper = Keeper.create();
  }

  private RunningCommand start(String script) {
    assertThat(keeper).as("this machine lets a JVM hold a program").isPresent();
    return sandbox.start(
        Command.of(directory, "/bin/bash", "-c", script), SandboxPolicy.dangerFullAccess());
  }

  private static long firstNumber(RunningCommand command) throws IOException {
    return Long.parseLong(LocalSandboxTest.firstLine(command));
  }

  @Test
  void killingReachesAnOrphanThatHasNoEnvironment() throws Exception {
    String orphan = "(env -i setsid /bin/sh -c 'sleep 1000 >/dev/null 2>&1 & echo $!') | cat";
    try (RunningCommand command = start(orphan + "; sleep 1000")) {
      long pid = firstNumber(command);
      assertThat(LocalSandboxTest.isRunning(pid)).isTrue();

      command.kill();

      assertThat(LocalSandboxTest.isRunning(pid)).isFalse();
      assertThat(command.waitFor(LONG)).hasValue(137);
    }
  }

  /** What says that it has begun is the program in front: a shell may be just starting one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec timeout 100 yes",
        "timeout 100 yes; echo after",
        "setsid -w yes; echo after",
        "set -m; yes; echo after"
      })
  void anInterruptReachesWhatHasAGroupOfItsOwn(String script) throws Exception {
    try (RunningCommand command = start(script)) {
      assertThat(LocalSandboxTest.firstLine(command)).isEqualTo("y");

      command.interrupt();

      assertThat(command.output().readAllBytes()).asString().doesNotContain("after");
      assertThat(command.waitFor(LONG)).hasValue(130);
    }
  }

  @Test
  void anInterruptLeavesTimeToCleanUp() throws Exception {
    String script = "trap 'echo cleaned; exit 7' INT; timeout 100 yes";
    try (RunningCommand command = start(script)) {
      assertThat(LocalSandboxTest.firstLine(command)).isEqualTo("y");

      command.interrupt();

      assertThat(command.output().readAllBytes()).asString().endsWith("cleaned\n");
      assertThat(command.waitFor(LONG)).hasValue(7);
    }
  }

  @Test
  void aSignalToItsOwnGroupHitsTheCommandAndNobodyElse() throws Exception {
    try (RunningCommand command =
        start("trap 'echo mine; exit 7' TERM; kill -TERM 0; sleep 1000")) {
      String output = new String(command.output().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(output).isEqualTo("mine\n");
      assertThat(command.waitFor(LONG)).hasValue(7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill -STOP 0", "kill -STOP $PPID; sleep 100", "sleep 100"})
  void whatStopsItselfOrItsKeeperIsKilledAtOnce(String script) throws Exception {
    try (RunningCommand command = start("echo begun; " + script)) {
      assertThat(LocalSandboxTest.firstLine(command)).isEqualTo("begun");
      assertThat(command.waitFor(Duration.ofMillis(50))).isEmpty();
      long start = System.nanoTime();

      command.kill();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(command.waitFor(LONG)).hasValue(137);
    }
  }

  @Test
  void aKilledGroupIsThatOfTheCommandAndNotItsKeeper() throws Exception {
    long pid;
    try (RunningCommand command = start("setsid sleep 1000 >/dev/null 2>&1 & echo $!; kill -9 0")) {
      pid = firstNumber(command);
      assertThat(command.waitFor(LONG)).hasValue(137);
    }

    assertThat(LocalSandboxTest.isRunning(pid)).isFalse();
  }

  @Test
  void whoOutlivesAKilledKeeperIsStillFound() throws Exception {
    long pid;
    try (RunningCommand command =
        start("setsid sleep 1000 >/dev/null 2>&1 & echo $!; kill -KILL $PPID; sleep 1000")) {
      pid = firstNumber(command);
      assertThat(command.waitFor(LONG)).hasValue(137);
    }

    assertThat(LocalSandboxTest.isRunning(pid)).isFalse();
  }

  @Test
  void aCommandCannotSpeakForItsKeeper() throws Exception {
    assumeFalse(
        Files.getOwner(directory).getName().equals("root"), "the kernel does not bound root");
    String script = "for d in 0 1 2 3 4; do printf x >/proc/$PPID/fd/$d && echo $d; done";
    try (RunningCommand command = start("exec 2>/dev/null; " + script)) {
      assertThat(command.output().readAllBytes()).asString().isEmpty();
    }
  }

  @Test
  void theDeadAreBuried() throws Exception {
    String script = """
        for i in 1 2 3; do (true & ); done
        n=0
        while read -r all </proc/$PPID/task/$PPID/children
          test "$all" != $$ && test $n -lt 200
        do n=$((n + 1)); sleep 0.05
        done
        echo $$; echo $all""";
    try (RunningCommand command = start(script)) {
      String output = new String(command.output().readAllBytes(), StandardCharsets.UTF_8);

      List<String> lines = output.lines().toList();
      assertThat(lines.get(1)).isEqualTo(lines.get(0));
      assertThat(command.waitFor(LONG)).hasValue(0);
    }
  }

  private RunningCommand search(String path, String... words) {
    Command command =
        Command.of(directory, words).toBuilder().putEnvironment("PATH", path).build();
    return sandbox.start(command, SandboxPolicy.dangerFullAccess());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/true", "true"})
  void anArgumentThatIsTooLongIsSaidInTheOutput(String program) throws Exception {
    try (RunningCommand command = search("/nowhere:/bin:/nowhere", program, "x".repeat(200_000))) {
      String output = new String(command.output().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(output)
          .matches("The command was not started: execve .*/true: Argument list too long\\.\n");
      assertThat(command.waitFor(LONG)).hasValue(125);
    }
  }

  @Test
  void aLongArgumentFitsHoweverManyFoldersAreLookedThrough() throws Exception {
    String path = "/nowhere:".repeat(40) + "/bin";
    String script = "exit 5 # " + "x".repeat(120_000);
    try (RunningCommand command = search(path, "bash", "-c", script)) {
      assertThat(command.waitFor(LONG)).hasValue(5);
    }
  }

  @Test
  void aCommandThatNothingTakesIsRefusedBeforeItStarts() {
    assertThatThrownBy(() -> start("# " + "x".repeat(5_000_000)))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("Argument list too long (os error 7): ");
  }

  @Test
  void theSearchGoesOnBehindWhatIsNoFolderAndWhatIsNoProgram() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Files.createFile(folder.resolve("sh"));
    String path = "/nowhere:" + file + ":" + folder + ":/bin";
    try (RunningCommand command = search(path, "sh", "-c", "exit 5")) {
      assertThat(command.waitFor(LONG)).hasValue(5);
    }
  }

  @Test
  void aTextThatMayRunIsGivenToAShellWithItsWords() throws Exception {
    Path text = Files.writeString(directory.resolve("text"), "echo $# $1; exit 6\n");
    assertThat(text.toFile().setExecutable(true)).isTrue();
    try (RunningCommand command = search("/nowhere:" + directory + ":/bin", "text", "a", "b")) {
      assertThat(command.output().readAllBytes()).asString().isEqualTo("2 a\n");
      assertThat(command.waitFor(LONG)).hasValue(6);
    }
  }
}
