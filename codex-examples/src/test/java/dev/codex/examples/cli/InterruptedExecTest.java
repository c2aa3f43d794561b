package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code codex exec} as a process: read while it runs, stopped from outside, gone on with. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptedExecTest {

  @TempDir
  private Path folder;

  @BeforeEach
  void signalsAreThoseOfUnix() {
    assumeThat(File.separator).as("signals are sent by kill").isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aRunThatIsStoppedLeavesNoCommandAndASessionToGoOnWith(String signal) throws Exception {
    assumeThat(signal.equals("INT") && ignoresInterrupts())
        .as("a build in the background of a script hands its deafness to SIGINT on")
        .isFalse();
    Path marker = folder.resolve("runs");
    String command = "echo $$ > " + marker + "; exec sleep 4711";
    try (RecordingServer server = RecordingServer.sending(
        RecordingServer.call("exec_command", Map.of("cmd", command, "login", false)),
        RecordingServer.message("after that"))) {
      Process run = codex(server, "-s", "danger-full-access", "Wait");
      String thread;
      try (BufferedReader lines = run.inputReader()) {
        thread = line(lines).replaceAll(".*\"thread_id\":\"([^\"]+)\".*", "$1");
        String line = line(lines);
        while (!line.contains("command_execution")) {
          line = line(lines);
        }
        ProcessHandle sleeper =
            ProcessHandle.of(Long.parseLong(written(marker))).orElseThrow();

        new ProcessBuilder("kill", "-" + signal, "" + run.pid()).start().waitFor();

        assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isOne();
        sleeper.onExit().get(30, TimeUnit.SECONDS);
      } finally {
        run.destroyForcibly();
      }

      Process next = codex(server, "resume", thread, "Go on");
      try (BufferedReader lines = next.inputReader()) {
        assertThat(lines.lines().toList().toString()).contains(thread, "after that");
        assertThat(next.waitFor()).isZero();
      } finally {
        next.destroyForcibly();
      }
      assertThat(server.body(1).path("input").toString())
          .contains("\"Wait\"", "function_call_output", "\"Go on\"");
    }
  }

  @Test
  void whatHasHappenedIsPrintedWhileTheModelStillThinks() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (RecordingServer server = RecordingServer.sending(
        RecordingServer.call("exec_command", Map.of("cmd", "echo early", "login", false)),
        RecordingServer.message("late"))) {
      server.before(1, () -> pass(gate));
      Process run = codex(server, "-s", "danger-full-access", "Go");
      try (BufferedReader lines = run.inputReader()) {
        List<String> early = new ArrayList<>();
        while (early.size() < 4) {
          early.add(line(lines));
        }
        assertThat(early.get(3)).contains("\"item.completed\"", "early");
        gate.countDown();
        assertThat(lines.lines().toList().toString()).contains("late", "turn.completed");
        assertThat(run.waitFor()).isZero();
      } finally {
        gate.countDown();
        run.destroyForcibly();
      }
    }
  }

  private Process codex(RecordingServer server, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        CodexMain.class.getName(),
        "exec",
        "--json",
        "--skip-git-repo-check",
        "-c",
        "openai_base_url=\"" + server.baseUrl() + "\""));
    words.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(words)
        .directory(folder.toFile())
        .redirectError(folder.resolve("errors").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("CODEX_HOME", folder.resolve("home").toString());
    builder.environment().put("CODEX_API_KEY", "sk-test");
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private String line(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    assertThat(line).as(() -> "the end of what it says, with " + errors()).isNotNull();
    return line;
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What a process ignores its children ignore as well, and a JVM leaves it so. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String ignored = Files.readString(status).replaceAll("(?s).*SigIgn:\\s*([0-9a-f]+).*", "$1");
    return (Long.parseUnsignedLong(ignored, 16) & 2) != 0;
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The text of a file that a command is about to write. */
  private static String written(Path file) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      if (Files.exists(file) && Files.readString(file).endsWith("\n")) {
        return Files.readString(file).strip();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError(file + " was not written.");
  }
}
