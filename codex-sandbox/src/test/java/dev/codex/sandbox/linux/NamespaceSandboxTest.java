package dev.codex.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import dev.codex.sandbox.process.OutputReaders;
import dev.codex.testing.contract.SandboxContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What every mechanism that makes namespaces has to show. */
abstract class NamespaceSandboxTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final Mechanism mechanism;
  private final Sandbox sandbox;

  @TempDir
  Path directory;

  Path workspace;
  private Path outside;

  NamespaceSandboxTest(Mechanism mechanism) {
    this.mechanism = mechanism;
    this.sandbox = new NamespaceSandbox(
        Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "VISIBLE", "1"),
        List.of(),
        new OutputReaders(),
        Setup.of(mechanism));
  }

  @BeforeEach
  void skipWhereItDoesNotWork() {
    Assumptions.assumeTrue(
        NamespaceAvailability.mechanisms().contains(mechanism), mechanism + " does not work here");
  }

  @BeforeEach
  void makeFolders() throws IOException {
    workspace = Files.createDirectory(directory.toRealPath().resolve("workspace"));
    outside = Files.createDirectory(directory.toRealPath().resolve("outside"));
  }

  private SandboxPolicy writing() {
    return SandboxPolicy.workspaceWrite(workspace);
  }

  String run(SandboxPolicy policy, String script) throws Exception {
    Command command = Command.of(workspace, "/bin/sh", "-c", script);
    try (RunningCommand running = sandbox.start(command, policy)) {
      String output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      return output + running.waitFor(LONG).orElseThrow();
    }
  }

  @TestFactory
  Stream<DynamicTest> contract() {
    return SandboxContract.of(sandbox, writing(), workspace).checks().stream()
        .map(check -> DynamicTest.dynamicTest(check.name(), check.body()::run));
  }

  @Test
  void readOnlyCommandsReadButDoNotWrite() throws Exception {
    Files.writeString(workspace.resolve("file"), "text\n");

    assertThat(run(SandboxPolicy.readOnly(), "cat file; echo more > file"))
        .isEqualTo("text\n/bin/sh: 1: cannot create file: Read-only file system\n2");
    assertThat(workspace.resolve("file")).hasContent("text\n");
  }

  @Test
  void workspaceCommandsWriteTheirRootsAndNothingElse() throws Exception {
    assertThat(run(writing(), "echo in > in; echo out > ../outside/out; cat in"))
        .isEqualTo("/bin/sh: 1: cannot create ../outside/out: Read-only file system\nin\n0");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aWorkingDirectoryOutsideOfTheRootsDoesNotBecomeOne() throws Exception {
    SandboxPolicy policy = SandboxPolicy.workspaceWrite(outside);

    assertThat(run(policy, "echo x > x")).endsWith("Read-only file system\n2");
  }

  @Test
  void theEnvironmentIsTheGivenOneToTheLetter() throws Exception {
    Command command = Command.builder()
        .addWords("/usr/bin/env", "-0")
        .workingDirectory(workspace)
        .putEnvironment("LD_LIBRARY_PATH", "/nowhere")
        .putEnvironment("odd.name", "a\nb")
        .build();

    try (RunningCommand running = sandbox.start(command, writing())) {
      String output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(output.split("\0"))
          .containsExactlyInAnyOrder(
              "PATH=/usr/local/bin:/usr/bin:/bin",
              "VISIBLE=1",
              "PWD=" + workspace,
              "CODEX_SANDBOX_NETWORK_DISABLED=1",
              "LD_LIBRARY_PATH=/nowhere",
              "odd.name=a\nb");
    }
  }

  @Test
  void missingProtectedNamesCannotBeMadeAndLeaveNothingBehind() throws Exception {
    String script = "for n in .git .codex .agents; do mkdir $n/x; rmdir $n; mv $n y; done 2>&1"
        + " | sed 's/.*: //' | sort | uniq -c | tr -s ' '";

    assertThat(run(writing(), script))
        .isEqualTo(" 6 Device or resource busy\n 3 Read-only file system\n0");
    assertThat(workspace).isEmptyDirectory();
  }

  @Test
  void presentProtectedNamesStayAsTheyAre() throws Exception {
    Files.createDirectories(workspace.resolve(".git/hooks"));
    Files.writeString(workspace.resolve(".codex"), "file");

    assertThat(
            run(writing(), "echo x > .git/hooks/pre-commit; echo x > .codex; rm -rf .git .codex"))
        .contains("Read-only file system");
    assertThat(workspace.resolve(".git/hooks")).isEmptyDirectory();
    assertThat(workspace.resolve(".codex")).hasContent("file");
  }

  @Test
  void projectsInsideOfAProjectAreProtectedAsWell() throws Exception {
    Files.createDirectories(workspace.resolve("libs/one/.git/hooks"));
    Files.createDirectories(workspace.resolve("libs/one/src"));

    assertThat(run(
            writing(),
            "cd libs; echo x > one/.git/hooks/pre-commit; mv one two; cd ..; mv libs l; echo y >"
                + " libs/one/src/file"))
        .isEqualTo("/bin/sh: 1: cannot create one/.git/hooks/pre-commit: Read-only file system\n"
            + "mv: cannot move 'one' to 'two': Device or resource busy\n"
            + "mv: cannot move 'libs' to 'l': Device or resource busy\n0");
    assertThat(workspace.resolve("libs/one/.git/hooks")).isEmptyDirectory();
    assertThat(workspace.resolve("libs/one/src/file")).hasContent("y");
  }

  @Test
  void aProtectedNameThatIsALinkIsRefused() throws Exception {
    Files.createSymbolicLink(workspace.resolve(".codex"), outside);

    assertThatThrownBy(() -> sandbox.require(writing()))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining(".codex is a symbolic link");
  }

  @Test
  void aFolderAboveARootCannotBeSwappedFromTheRootAboveIt() throws Exception {
    Path inner = Files.createDirectories(outside.resolve("a/b"));
    SandboxPolicy policy = SandboxPolicy.workspaceWrite(outside, inner);

    assertThat(run(policy, "mv " + outside + "/a " + outside + "/c"))
        .endsWith("Device or resource busy\n1");
    assertThat(run(policy, "echo 1 > " + outside + "/a/x; cat " + outside + "/a/x"))
        .isEqualTo("1\n0");
  }

  @Test
  void aRootThatACommandTurnedIntoALinkIsNotFollowed() throws Exception {
    Path later = workspace.resolve("later");
    SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace, later);

    assertThat(run(policy, "ln -s ../outside later")).isEqualTo("0");

    assertThatThrownBy(() -> run(policy, "echo x > later/x"))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("leads to " + outside + " now");
    assertThatThrownBy(() -> sandbox.files(policy)).isInstanceOf(SandboxUnavailableException.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void privateTempIsEmptyAndDoesNotHideAWorkspaceInIt() throws Exception {
    SandboxPolicy policy =
        new WorkspaceWrite(List.of(workspace), NetworkAccess.OFF, TempFolders.PRIVATE);
    Sandbox withTemp = new NamespaceSandbox(
        Map.of("PATH", "/usr/bin:/bin"),
        List.of(workspace.getParent()),
        new OutputReaders(),
        Setup.of(mechanism));
    Command command = Command.of(
        workspace, "/bin/sh", "-c", "echo 1 > here; echo 1 > ../there; ls ..; ls -a ../workspace");

    try (RunningCommand running = withTemp.start(command, policy)) {
      assertThat(running.output().readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("there\nworkspace\n.\n..\n.agents\n.codex\n.git\nhere\n");
    }
    assertThat(workspace.resolve("here")).hasContent("1");
    assertThat(workspace.resolveSibling("there")).doesNotExist();
  }

  @Test
  void thereIsNoNetworkAndNoSocketUnlessThePolicySaysSo() throws Exception {
    String script = "perl -MSocket -e 'for (AF_INET, AF_UNIX) "
        + "{ print socket(my $s, $_, SOCK_STREAM, 0) ? \"open\\n\" : \"$!\\n\" }'";
    SandboxPolicy online =
        new WorkspaceWrite(List.of(workspace), NetworkAccess.ON, TempFolders.READ_ONLY);

    assertThat(run(writing(), script))
        .isEqualTo("Operation not permitted\nOperation not permitted\n0");
    assertThat(run(online, script)).isEqualTo("open\nOperation not permitted\n0");
  }

  @Test
  void processesOfTheHostAreNotThere() throws Exception {
    assertThat(run(writing(), "set -- /proc/[0-9]*; echo $#; kill -9 1; echo $?"))
        .isEqualTo("2\n0\n0");
    assertThat(run(writing(), "ls /proc/" + ProcessHandle.current().pid() + "/environ"))
        .contains("No such file");
  }

  @Test
  void kernelSettingsAreReadOnlyForRootToo() throws Exception {
    assertThat(run(writing(), "echo x > /proc/sys/kernel/core_pattern"))
        .contains("cannot create /proc/sys/kernel/core_pattern");
    assertThat(run(writing(), "grep -E '^(Cap(Eff|Bnd)|NoNewPrivs|Seccomp):' /proc/self/status"))
        .isEqualTo("CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\n"
            + "Seccomp:\t2\n0");
  }

  @Test
  void closingEndsEveryDescendant() throws Exception {
    String mark = workspace.resolve("mark").toString();
    String script =
        "setsid sleep 1000.5 & (setsid sh -c 'env -i sleep 1000.5 &'); nohup sleep 1000.5"
            + " >/dev/null 2>&1 & echo > " + mark + "; echo begun; sleep 1000.5";
    Command command = Command.of(workspace, "/bin/sh", "-c", script);

    try (RunningCommand running = sandbox.start(command, writing())) {
      assertThat(running.output().readNBytes(6)).asString().isEqualTo("begun\n");
    }

    assertThat(ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains("sleep 1000.5")))
        .isEmpty();
  }

  @Test
  void anInterruptReachesWhatHasAGroupOfItsOwn() throws Exception {
    String script = "timeout 1000 yes; echo after"; // it runs once it has said something
    Command command = Command.of(workspace, "/bin/bash", "-c", script);

    try (RunningCommand running = sandbox.start(command, writing())) {
      assertThat(running.output().readNBytes(2)).asString().isEqualTo("y\n");

      running.interrupt();

      assertThat(running.output().readAllBytes()).asString().doesNotContain("after");
      assertThat(running.waitFor(Duration.ofSeconds(30))).hasValue(130);
    }
  }

  @Test
  void theThreadThatStartsACommandMayEnd() throws Exception {
    Command command = Command.of(workspace, "/bin/sh", "-c", "read x; echo $x");
    RunningCommand[] started = new RunningCommand[1];
    Thread thread = new Thread(() -> started[0] = sandbox.start(command, writing()));

    thread.start();
    thread.join();

    try (RunningCommand running = started[0]) {
      assertThat(running.waitFor(Duration.ofMillis(50))).isEmpty();
      running.input().write("alive\n".getBytes(StandardCharsets.UTF_8));
      running.input().close();
      assertThat(running.output().readAllBytes()).asString().isEqualTo("alive\n");
    }
  }
}
