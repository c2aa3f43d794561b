package dev.codex.examples.bench.remote;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Starts the exec-server whose command line it is given, which prints its address, and measures it
 * with our client: how long {@code true} takes, how fast much output comes, and what processes cost
 * that do nothing.
 *
 * <pre>
 * ExecServerBenchmark 500 bin/codex exec-server
 * ExecServerBenchmark 500 codex exec-server --listen ws://127.0.0.1:0
 * </pre>
 */
public final class ExecServerBenchmark {

  private static final int ROUNDS = 100;
  private static final int PRINTS = 5;
  private static final long PRINT = 50_000_000;
  private static final double KIB = 1024;

  private final RemoteSandbox sandbox;
  private final ServerMemory memory;

  private ExecServerBenchmark(RemoteSandbox sandbox, ServerMemory memory) {
    this.sandbox = sandbox;
    this.memory = memory;
  }

  /** Takes the number of idle processes, and the words that start a server. */
  public static void main(String[] arguments) throws Exception {
    List<String> words = Arrays.asList(arguments).subList(1, arguments.length);
    Process server =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (RemoteSandbox sandbox =
        RemoteSandbox.connect(URI.create(server.inputReader().readLine().strip()))) {
      ExecServerBenchmark benchmark =
          new ExecServerBenchmark(sandbox, new ServerMemory(server.pid()));
      benchmark.startToExit();
      benchmark.print();
      benchmark.idle(Integer.parseInt(arguments[0]));
    } finally {
      server.destroy();
    }
  }

  private RunningCommand start(String... words) {
    return sandbox.start(Command.of(Path.of("/tmp"), words), SandboxPolicy.dangerFullAccess());
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  private void startToExit() throws InterruptedException {
    double[] millis = new double[ROUNDS];
    for (int i = -ROUNDS; i < ROUNDS; i++) { // the first half warms up
      long start = System.nanoTime();
      try (RunningCommand command = start("true")) {
        command.waitFor(Duration.ofSeconds(20)).orElseThrow();
        millis[Math.max(i, 0)] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    say(
        "start to exit of true: %.1f ms median, %.1f p95",
        millis[ROUNDS / 2], millis[ROUNDS * 95 / 100]);
  }

  private void print() throws IOException {
    double[] rates = new double[PRINTS];
    byte[] buffer = new byte[1 << 16];
    for (int i = 0; i < PRINTS; i++) {
      long start = System.nanoTime();
      long bytes = 0;
      try (RunningCommand command = start("head", "-c", Long.toString(PRINT), "/dev/zero");
          InputStream output = command.output()) {
        for (int length; (length = output.read(buffer)) >= 0; ) {
          bytes += length;
        }
      }
      rates[i] = bytes / ((System.nanoTime() - start) / 1e9) / 1e6;
    }
    Arrays.sort(rates);
    say("50 MB of output: %.0f MB/s median", rates[PRINTS / 2]);
  }

  private void idle(int processes) throws Exception {
    List<RunningCommand> running = new ArrayList<>();
    idle(running, 20); // whatever the first ones need
    ServerMemory.Facts before = memory.settled();
    long start = System.nanoTime();
    idle(running, processes);
    double seconds = (System.nanoTime() - start) / 1e9;
    ServerMemory.Facts after = memory.settled();
    say(
        "%d idle processes: %.0f KiB each, %.2f threads each; %.0f MiB in all; %.0f started a"
            + " second",
        processes,
        (after.bytes() - before.bytes()) / KIB / processes,
        (after.threads() - before.threads()) / (double) processes,
        after.bytes() / KIB / KIB,
        processes / seconds);
    start = System.nanoTime();
    for (RunningCommand command : running) {
      command.close();
    }
    sandbox.info();
    say("all ended in %.1f s", (System.nanoTime() - start) / 1e9);
  }

  private void idle(List<RunningCommand> running, int processes) {
    for (int i = 0; i < processes; i++) {
      running.add(start("sleep", "100000"));
    }
  }
}
