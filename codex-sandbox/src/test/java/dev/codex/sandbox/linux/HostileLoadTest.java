package dev.codex.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.Approver;
import dev.codex.policy.ConnectionRules;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.kernel.CommandSteps.Limit;
import dev.codex.sandbox.kernel.User;
import dev.codex.sandbox.process.OutputReaders;
import java.io.IOException;
import java.io.InputStream;
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

/** Commands that use up what there is: the JVM stays well, and the answer is clear. */
@NeedsNamespaces
class HostileLoadTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final long MEGABYTE = 1 << 20;

  private final Sandbox sandbox = sandbox(Map.of());

  @TempDir
  Path directory;

  private Path workspace;

  private static Sandbox sandbox(Map<Limit, Long> limits) {
    return new NamespaceSandbox(
        Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
        List.of(),
        new OutputReaders(),
        new Setup(List.of(Mechanism.values()), limits, ConnectionRules.none(), Approver.denyAll()));
  }

  private static Sandbox limited(Limit limit, long value) {
    Assumptions.assumeTrue(
        NamespaceAvailability.mechanisms().contains(Mechanism.NAMESPACES),
        "limits need namespaces of our own");
    return sandbox(Map.of(limit, value));
  }

  @BeforeEach
  void makeWorkspace() throws IOException {
    workspace = Files.createDirectory(directory.toRealPath().resolve("workspace"));
  }

  private RunningCommand start(Sandbox sandbox, String script) {
    return sandbox.start(
        Command.of(workspace, "/bin/sh", "-c", script), SandboxPolicy.workspaceWrite(workspace));
  }

  private String run(Sandbox sandbox, String script) throws Exception {
    try (RunningCommand running = start(sandbox, script)) {
      String output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      return output + running.waitFor(LONG).orElseThrow();
    }
  }

  private static long memory() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void outputThatNobodyReadsTakesNoMemoryAndAnEndlessCommandEnds() throws Exception {
    long before = memory();
    try (RunningCommand running = start(sandbox, "yes")) {
      assertThat(running.output().readNBytes(4)).asString().isEqualTo("y\ny\n");
      assertThat(running.waitFor(Duration.ofMillis(200))).isEmpty();
      assertThat(memory() - before).isLessThan(64 * MEGABYTE);
      running.kill();
      assertThat(running.waitFor(LONG)).isPresent();
    }
  }

  @Test
  void aHundredMegabytesPassThrough() throws Exception {
    try (RunningCommand running = start(sandbox, "head -c 104857600 /dev/zero")) {
      InputStream output = running.output();
      byte[] buffer = new byte[64 << 10];
      long total = 0;
      for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
        total += count;
      }
      assertThat(total).isEqualTo(100 * MEGABYTE);
    }
  }

  @Test
  void aForkBombEndsWithItsCommandAndHasABound() throws Exception {
    Assumptions.assumeFalse(User.current().isRoot(), "the kernel does not bound root");
    Sandbox bounded = limited(Limit.PROCESSES, 40);

    String output =
        run(bounded, "i=0; while [ $i -lt 200 ]; do sleep 1000.3 & i=$((i+1)); done; echo all");

    assertThat(output).contains("Cannot fork").doesNotContain("all");
    assertThat(ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains("sleep 1000.3")))
        .isEmpty();
  }

  @Test
  void hundredsOfProcessesEndWithTheirCommand() throws Exception {
    assertThat(
            run(sandbox, "i=0; while [ $i -lt 300 ]; do sleep 1000.4 & i=$((i+1)); done; echo all"))
        .isEqualTo("all\n0");
    assertThat(ProcessHandle.allProcesses()
            .filter(process -> process.info().commandLine().orElse("").contains("sleep 1000.4")))
        .isEmpty();
  }

  @Test
  void memoryAndFilesHaveABoundIfOneIsSet() throws Exception {
    assertThat(run(
            limited(Limit.DATA, 64 * MEGABYTE), "perl -e 'my $x = q{x} x 200_000_000; print 1'"))
        .containsIgnoringCase("out of memory");
    assertThat(
            run(limited(Limit.FILE_SIZE, MEGABYTE), "head -c 3000000 /dev/zero > big; wc -c < big"))
        .endsWith("1048576\n0");
  }

  @Test
  void manyFilesAndStrangeOnesDoNotHoldUpTheNextCommand() throws Exception {
    assertThat(run(
            sandbox,
            "perl -e 'for (1..100000) { open my $f, q{>}, qq{f$_} or die $! }';"
                + " mkfifo fifo; mkdir closed; chmod 0 closed;"
                + " perl -e 'mkdir qq{\\xff\\n}'; echo ok"))
        .isEqualTo("ok\n0");

    assertThat(run(sandbox, "ls | wc -l")).isEqualTo("100004\n0");
    FileAccess files = sandbox.files(SandboxPolicy.workspaceWrite(workspace));
    assertThatThrownBy(() -> files.read(workspace.resolve("fifo"))).isInstanceOf(IOException.class);
  }

  @Test
  void aWorkingDirectoryThatIsGoneIsSaid() throws Exception {
    Path gone = Files.createDirectory(workspace.resolve("gone"));
    Command command = Command.of(gone, "/bin/sh", "-c", "true");
    Files.delete(gone);

    assertThatThrownBy(() -> sandbox.start(command, SandboxPolicy.readOnly()))
        .isInstanceOf(ToolException.class)
        .hasMessage("No such file or directory (os error 2)");
  }

  @Test
  void aFullDiskIsTheCommandsProblem() throws Exception {
    assertThat(run(sandbox, "head -c 1000 /dev/zero > /dev/full; echo still here"))
        .contains("No space left on device")
        .endsWith("still here\n0");
  }

  @Test
  void aFolderThatIsSwappedForALinkNeverLeadsOutside() throws Exception {
    Path outside = Files.createDirectory(directory.toRealPath().resolve("outside"));
    Files.writeString(outside.resolve("file"), "outside");
    Files.createDirectory(workspace.resolve("swap"));
    FileAccess files = sandbox.files(SandboxPolicy.workspaceWrite(workspace));
    String swapping = "use strict; rename 'swap', 'real'; symlink '../outside', 'link'; $| = 1;"
        + " print 'go'; while (1) { rename 'link', 'swap'; rename 'swap', 'link';"
        + " rename 'real', 'swap'; rename 'swap', 'real'; }";
    Command command = Command.of(workspace, "perl", "-e", swapping);

    int written = 0;
    try (RunningCommand running = sandbox.start(command, SandboxPolicy.workspaceWrite(workspace))) {
      assertThat(running.output().readNBytes(2)).asString().isEqualTo("go");
      for (int round = 0; round < 10_000; round++) {
        byte[] content = ("round " + round).getBytes(StandardCharsets.UTF_8);
        try {
          files.apply(List.of(FileEdit.write(workspace.resolve("swap/file"), content)));
          written++;
        } catch (IOException e) {
          // it was a link, or not there, or changed in between
        }
      }
    }

    assertThat(outside.resolve("file")).hasContent("outside");
    assertThat(outside.toFile().list()).containsExactly("file");
    assertThat(written).isPositive();
  }
}
