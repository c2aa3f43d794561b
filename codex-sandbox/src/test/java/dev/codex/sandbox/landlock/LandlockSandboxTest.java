package dev.codex.sandbox.landlock;

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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandlockSandboxTest {

  private final Sandbox sandbox = new LandlockSandbox(
      Map.of("PATH", "/usr/bin:/bin"), List.of(), new OutputReaders(), Map.of());

  @TempDir
  Path directory;

  private Path workspace;
  private Path outside;

  @BeforeEach
  void makeFolders() throws IOException {
    try {
      sandbox.require(SandboxPolicy.readOnly());
    } catch (SandboxUnavailableException e) {
      Assumptions.abort(e.getMessage());
    }
    workspace = Files.createDirectory(directory.toRealPath().resolve("workspace"));
    outside = Files.createDirectory(directory.toRealPath().resolve("outside"));
    Files.writeString(outside.resolve("file"), "text\n");
  }

  private String run(SandboxPolicy policy, String script) throws Exception {
    Command command = Command.of(workspace, "/bin/sh", "-c", script);
    try (RunningCommand running = sandbox.start(command, policy)) {
      String output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      return output + running.waitFor(Duration.ofSeconds(30)).orElseThrow();
    }
  }

  private SandboxPolicy writing() {
    return new WorkspaceWrite(List.of(workspace), NetworkAccess.OFF, TempFolders.READ_ONLY);
  }

  @Test
  void readOnlyCommandsReadAndChangeNothing() throws Exception {
    assertThat(run(
            SandboxPolicy.readOnly(),
            "cat ../outside/file; echo x > new; echo > ../outside/file; rm ../outside/file;"
                + " chmod 600 ../outside/file; touch ../outside/file; echo x > /dev/null"))
        .isEqualTo("text\n/bin/sh: 1: cannot create new: Permission denied\n"
            + "/bin/sh: 1: cannot create ../outside/file: Permission denied\n"
            + "rm: cannot remove '../outside/file': Permission denied\n"
            + "chmod: changing permissions of '../outside/file': Operation not permitted\n"
            + "touch: cannot touch '../outside/file': Permission denied\n0");
    assertThat(outside.resolve("file")).hasContent("text\n");
  }

  @Test
  void workspaceCommandsWriteTheirRootsAndNothingElse() throws Exception {
    assertThat(run(
            writing(),
            "mkdir a b; echo in > a/in; mv a/in b/out; ln -s b c; chmod 700 b/out; cat c/out;"
                + " ln ../outside/file d; mv ../outside/file e; echo x >> c/../../outside/file"))
        .isEqualTo("in\nln: failed to create hard link 'd' => '../outside/file':"
            + " Invalid cross-device link\n"
            + "mv: cannot move '../outside/file' to 'e': Permission denied\n"
            + "/bin/sh: 1: cannot create c/../../outside/file: Permission denied\n2");
    assertThat(outside.resolve("file")).hasContent("text\n");
  }

  @Test
  void theCommandHasNoRightsAndTheJvmKeepsItsOwn() throws Exception {
    String before = Files.readString(Path.of("/proc/thread-self/status"));

    assertThat(run(writing(), "grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/self/status"))
        .isEqualTo("CapEff:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n0");

    assertThat(Files.readString(Path.of("/proc/thread-self/status")).lines())
        .containsAll(
            before.lines().filter(line -> line.startsWith("NoNewPrivs")).toList());
    Files.writeString(outside.resolve("file"), "still writable");
  }

  @Test
  void processesOutsideCannotBeSignalledOrLookedInto() throws Exception {
    long jvm = ProcessHandle.current().pid();

    assertThat(run(writing(), "kill -9 " + jvm + "; cat /proc/" + jvm + "/environ"))
        .contains("Permission denied")
        .endsWith("1");
    assertThat(run(writing(), "prlimit --pid " + jvm + " --nofile=9")).contains("not permitted");
  }

  @Test
  void childrenEndWithTheCommand() throws Exception {
    Command command = Command.of(
        workspace, "/bin/sh", "-c", "setsid sleep 1000.7 & nohup sleep 1000.7 & echo begun; wait");

    try (RunningCommand running = sandbox.start(command, writing())) {
      assertThat(running.output().readNBytes(6)).asString().isEqualTo("begun\n");
    }

    assertThat(ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains("sleep 1000.7")))
        .isEmpty();
  }

  @Test
  void policiesAboutPartsOfFoldersAreRefused() {
    SandboxPolicy profile =
        SandboxPolicy.profile().write(workspace).deny(workspace + "/secret").build();
    SandboxPolicy privateTemp =
        new WorkspaceWrite(List.of(workspace), NetworkAccess.OFF, TempFolders.PRIVATE);

    assertThatThrownBy(() -> sandbox.require(profile))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("parts of folders");
    assertThatThrownBy(() -> sandbox.start(Command.of(workspace, "true"), privateTemp))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("temp folders of their own");
  }
}
