package dev.codex.sandbox.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.sandbox.kernel.Architecture;
import dev.codex.sandbox.kernel.CommandSteps;
import dev.codex.sandbox.kernel.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "scripts are of Linux system calls")
@Timeout(60)
class ForkServerTest {

  private static final int OPEN_FILES = 7;

  private final Architecture architecture =
      Architecture.named(System.getProperty("os.arch")).orElseThrow();
  private final List<Process> servers = new ArrayList<>();
  private final BlockingQueue<Runnable> later = new LinkedBlockingQueue<>();
  private Launcher launcher;

  @TempDir
  Path folder;

  @BeforeEach
  void createLauncher() throws Exception {
    launcher = Launcher.create(architecture);
  }

  @AfterEach
  void endServers() {
    servers.forEach(Process::destroyForcibly);
  }

  private Script shell(String text) {
    Script script = launcher.newScript();
    CommandSteps steps = new CommandSteps(script);
    steps.begin();
    steps.become(List.of("/bin/sh", "-c", text), Path.of("/"), Map.of("PATH", "/usr/bin:/bin"));
    return script;
  }

  private Process start(String text) throws IOException {
    return launcher.start(shell(text));
  }

  private static ProcessHandle serverOf(Process child) {
    ProcessHandle parent = child.toHandle().parent().orElseThrow();
    assertThat(parent.parent()).contains(ProcessHandle.current());
    return parent;
  }

  private Process program() throws IOException {
    Path program = Files.write(folder.resolve("launcher"), LauncherImage.of(architecture));
    Assumptions.assumeTrue(program.toFile().setExecutable(true), "noexec");
    Process server = new ProcessBuilder(program.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    servers.add(server);
    return server;
  }

  @Test
  void manyChildrenAtOnceHaveTheirOwnPipesAndEnds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int code = i;
        calls.add(() -> {
          Process process = start("read line; echo \"$line\"; exit " + code);
          try (OutputStream input = process.getOutputStream()) {
            input.write((code + "\n").getBytes(StandardCharsets.US_ASCII));
          }
          String output =
              new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          return output.strip() + " " + process.waitFor();
        });
      }
      List<String> results = new ArrayList<>();
      for (Future<String> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      assertThat(results)
          .hasSize(100)
          .allSatisfy(line -> assertThat(line).matches("(\\d+) \\1"))
          .doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void childrenComeFromAServerOfThisJvm() throws Exception {
    Process first = start("read x");
    Process second = start("read x");

    assertThat(serverOf(second)).isEqualTo(serverOf(first));
    assertThat(first.pid()).isNotEqualTo(second.pid());
    first.getOutputStream().close();
    second.getOutputStream().close();
  }

  @Test
  void aSignalIsPassedOnAsAShellDoes() throws Exception {
    Process killed = start("exec cat");
    Process terminated = start("exec cat");

    assertThat(killed.isAlive()).isTrue();
    assertThatThrownBy(killed::exitValue).isInstanceOf(IllegalThreadStateException.class);
    killed.destroyForcibly();
    terminated.destroy();

    assertThat(killed.waitFor()).isEqualTo(128 + 9);
    assertThat(terminated.waitFor()).isEqualTo(128 + 15);
    assertThat(killed.onExit()).isCompletedWithValue(killed);
    assertThat(killed.isAlive()).isFalse();
    assertThat(killed.exitValue()).isEqualTo(128 + 9);
  }

  @Test
  void theInputEndsWithTheProcessAndTheOutputCanStillBeRead() throws Exception {
    Process process = start("echo done");

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

    assertThatThrownBy(() -> process.getOutputStream().write(1)).isInstanceOf(IOException.class);
    assertThat(process.getInputStream().readAllBytes()).asString().isEqualTo("done\n");
  }

  @Test
  void waitingIsForAsLongAsWanted() throws Exception {
    Process process = start("exec cat");

    assertThat(process.waitFor(1, TimeUnit.MILLISECONDS)).isFalse();
    process.getOutputStream().close();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void aServerThatIsKilledTakesItsChildrenWithItAndIsReplaced() throws Exception {
    Process process = start("echo begun; exec cat");
    ProcessHandle server = serverOf(process);
    assertThat(process.getInputStream().read()).isEqualTo('b');

    server.destroyForcibly();

    assertThat(process.waitFor()).isEqualTo(128 + 9);
    process.toHandle().onExit().get(1, TimeUnit.MINUTES);
    Process next = start("read x; exit 7");
    assertThat(next.toHandle().parent()).isPresent().isNotEqualTo(Optional.of(server));
    next.getOutputStream().close();
    assertThat(next.waitFor()).isEqualTo(7);
  }

  @Test
  void aServerThatIsStoppedGoesOnWhenItIsMissed() throws Exception {
    Process first = start("exec cat");
    signal("STOP", serverOf(first));

    for (int i = 0; i < 5; i++) { // more than are ready
      assertThat(start("exit 7").waitFor()).isEqualTo(7);
    }

    first.getOutputStream().close();
    assertThat(first.waitFor()).isZero();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    Process kill =
        new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void theServerAndWhoWaitsForAScriptEndWithTheirInput() throws Exception {
    Process server = program();
    ForkServer forks = ForkServer.of(server, launcher.newScript(), later::add);
    ForkedProcess child = forks.fork();
    assertThat(child.isAlive()).isTrue();

    child.dismiss();
    assertThat(child.waitFor()).isEqualTo(Launcher.FAILED);
    server.getOutputStream().close();

    assertThat(server.waitFor()).isZero();
  }

  @Test
  void itEndsWhenNobodyHasWantedAChildForAWhileAndNoneLives() throws Exception {
    Process server = program();
    ForkServer forks = ForkServer.of(server, launcher.newScript(), later::add);
    ForkedProcess child = forks.fork();

    later.take().run(); // it was used
    assertThat(forks.isEnded()).isFalse();
    later.take().run(); // it has a child
    assertThat(forks.isEnded()).isFalse();
    assertThat(child.isAlive()).isTrue();
    child.dismiss();
    child.waitFor();
    later.take().run();

    assertThat(forks.isEnded()).isTrue();
    assertThat(server.waitFor()).isZero();
    assertThat(later).isEmpty();
    assertThatThrownBy(forks::fork).isInstanceOf(IOException.class).hasMessageContaining("ended");
  }

  @Test
  void aTerminalDoesNotReachWhoWaits() throws Exception {
    Process process = start("exec cat");
    ProcessHandle server = serverOf(process);

    String own = group(ProcessHandle.current());
    assertThat(group(server)).isNotEqualTo(own).isEqualTo(String.valueOf(server.pid()));
    assertThat(server.children().filter(child -> child.pid() != process.pid()))
        .allSatisfy(spare -> assertThat(group(spare)).isNotEqualTo(own));
    process.getOutputStream().close();
  }

  private static String group(ProcessHandle process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2];
  }

  @Test
  void aChildWhoseServerIsDeadCarriesOutNoScript() throws Exception {
    Process server = program();
    ForkServer forks = ForkServer.of(server, launcher.newScript(), later::add);
    ForkedProcess child = forks.fork();
    signal("STOP", child.toHandle());
    Path trace = folder.resolve("trace");
    child.getOutputStream().write(shell("echo begun >" + trace).toBytes());

    server.destroyForcibly().waitFor();
    signal("CONT", child.toHandle());

    child.toHandle().onExit().get(1, TimeUnit.MINUTES);
    assertThat(trace).doesNotExist();
  }

  @Test
  void whatIsWrittenWhileAProcessEndsReachesNobodyElse() throws Exception {
    Process process = start("read x; exit 7");
    byte[] much = new byte[1 << 20]; // more than the pipe holds
    much[0] = '\n';

    assertThatThrownBy(() -> process.getOutputStream().write(much)).isInstanceOf(IOException.class);

    assertThat(process.waitFor()).isEqualTo(7);
    assertThatThrownBy(() -> process.getOutputStream().write(1)).isInstanceOf(IOException.class);
  }

  @Test
  void aLauncherThatCannotBeCopiedIsSaidSo() throws Exception {
    Process server = program();
    Script script = launcher.newScript();
    // the second pipe is one too many
    script.call("limit", "prlimit64", 0, OPEN_FILES, script.words(6, 6));
    ForkServer forks = ForkServer.of(server, script, later::add);

    for (int i = 0; i < 3; i++) {
      assertThat(forks.isUseless()).isFalse();
      assertThatThrownBy(forks::fork)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("error=24");
    }
    assertThat(forks.isUseless()).isTrue();
    assertThat(forks.isEnded()).isTrue();
    assertThat(server.waitFor()).isZero();
  }
}
