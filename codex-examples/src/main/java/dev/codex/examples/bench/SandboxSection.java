package dev.codex.examples.bench;

import dev.codex.Agent;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.exec.TerminalSize;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.testing.ScriptedAnswer;
import dev.codex.testing.ScriptedModel;
import dev.codex.tools.CodingTools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Commands in workspace-write: what a start costs, alone and 20 at once, beside a plain process
 * and, if {@code CODEX_BIN} names the program, beside {@code codex sandbox}; parallel calls of a
 * turn; much output; the end of a command that is killed; the echo of a terminal.
 */
final class SandboxSection {

  private static final int WARM = 30;
  private static final int RUNS = 100;
  private static final int AT_ONCE = 20;
  private static final int KEYS = 200;
  private static final long CHATTY_BYTES = 50_000_000;
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final List<String> TRUE = List.of("/bin/true");

  private final Report report;
  private final Path folder;
  private final Sandbox sandbox = PlatformSandbox.detect();
  private final SandboxPolicy confined;

  private SandboxSection(Report report, Path folder) {
    this.report = report;
    this.folder = folder;
    this.confined = SandboxPolicy.workspaceWrite(folder);
  }

  static void run(Bench bench) throws Exception {
    Path folder = Files.createTempDirectory("codex-sandbox").toRealPath();
    try {
      SandboxSection section = new SandboxSection(bench.report(), folder);
      section.starts();
      section.parallelCalls();
      section.muchOutput();
      section.kills();
      section.echoes();
    } finally {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private interface Timed {
    void run() throws Exception;
  }

  private static double millis(Timed body) throws Exception {
    long start = System.nanoTime();
    body.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(int runs, Timed body) throws Exception {
    DoubleStream.Builder all = DoubleStream.builder();
    for (int i = 0; i < runs; i++) {
      all.add(millis(body));
    }
    return Samples.of(all.build()).median();
  }

  private void starts() throws Exception {
    Timed ours = () -> end(command(TRUE), confined);
    Timed plain = () -> exit(new ProcessBuilder(TRUE));
    median(WARM, ours);
    median(WARM, plain);
    double mine = median(RUNS, ours);
    double bare = median(RUNS, plain);
    report.figure("sandbox.true", mine, "ms", "");
    report.figure("sandbox.true.to-plain", mine / bare, "", "");
    double rate = rate(ours);
    report.figure("sandbox.20-at-once", rate, "commands/s", "");
    String program = System.getenv("CODEX_BIN");
    if (program != null) {
      beside(program, mine, rate);
    }
  }

  private void beside(String program, double mine, double rate) throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(home.resolve("config.toml"), "sandbox_mode = \"workspace-write\"\n");
    Timed theirs = () -> {
      ProcessBuilder builder = new ProcessBuilder(program, "sandbox", "--", "/bin/true");
      builder.environment().put("CODEX_HOME", home.toString());
      exit(builder.directory(folder.toFile()));
    };
    median(3, theirs);
    double codex = median(RUNS / 5, theirs);
    report.figure("sandbox.true.codex", codex, "ms", "");
    report.figure("sandbox.true.to-codex", mine / codex, "", "<= 0.25");
    report.figure("sandbox.20-at-once.to-codex", rate / rate(theirs), "", ">= 4");
  }

  /** How many are done in a second by 20 threads. */
  private static double rate(Timed one) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE * 5; i++) {
        all.add(() -> {
          one.run();
          return null;
        });
      }
      double millis = millis(() -> {
        for (Future<Void> done : threads.invokeAll(all)) {
          done.get();
        }
      });
      return all.size() * 1000 / millis;
    } finally {
      threads.shutdown();
    }
  }

  private static void exit(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException(builder.command() + " failed.");
    }
  }

  private Command.Builder command(List<String> words) {
    return Command.builder().words(words).workingDirectory(folder);
  }

  private void end(Command.Builder command, SandboxPolicy policy) throws Exception {
    try (RunningCommand running = sandbox.start(command.build(), policy)) {
      running.output().transferTo(OutputStream.nullOutputStream());
      if (running.waitFor(LONG).orElse(1) != 0) {
        throw new IOException("A command failed.");
      }
    }
  }

  private void parallelCalls() throws Exception {
    report.figure("sandbox.8-sleeps-of-200-ms", turn("sleep 0.2"), "ms", "<= 225");
    report.figure("sandbox.8-trues", turn("true"), "ms", "<= 0.25 of codex");
  }

  private double turn(String script) throws Exception {
    DoubleStream.Builder all = DoubleStream.builder();
    for (int i = 0; i < 10; i++) {
      ScriptedModel model = new ScriptedModel()
          .enqueueAnswer(answer -> calls(answer, script))
          .enqueueMessage("Done.");
      Agent agent = Agent.builder()
          .model(model)
          .tools(CodingTools.standard())
          .sandbox(sandbox)
          .sandboxPolicy(confined)
          .workspace(folder)
          .build();
      all.add(millis(() -> agent.run("Run them")));
    }
    return Samples.of(all.build()).median();
  }

  private static void calls(ScriptedAnswer answer, String script) {
    for (int i = 0; i < 8; i++) {
      answer.toolCall("exec_command", "{\"cmd\":\"" + script + "; : " + i + "\",\"login\":false}");
    }
  }

  private void muchOutput() throws Exception {
    List<String> words = List.of("/bin/sh", "-c", "yes | head -c " + CHATTY_BYTES);
    report.figure(
        "sandbox.50-MB", median(5, () -> end(command(words), confined)), "ms", "<= 0.6 of codex");
  }

  private void kills() throws Exception {
    for (SandboxPolicy policy : List.of(confined, SandboxPolicy.dangerFullAccess())) {
      DoubleStream.Builder all = DoubleStream.builder();
      int survivors = 0;
      for (int i = 0; i < RUNS; i++) {
        String mark = "4" + (100 + i) + ".25";
        String script =
            "setsid sleep " + mark + " & (sleep " + mark + " &) ; echo on; sleep " + mark;
        RunningCommand running =
            sandbox.start(command(List.of("/bin/sh", "-c", script)).build(), policy);
        running.output().read();
        all.add(millis(() -> {
          running.kill();
          running.waitFor(LONG);
        }));
        running.close();
        survivors += (int) ProcessHandle.allProcesses()
            .filter(process ->
                List.of(process.info().arguments().orElse(new String[0])).contains(mark))
            .count();
      }
      Samples samples = Samples.of(all.build());
      String name = "sandbox.kill." + policy.mode();
      report.figure(name + ".p50", samples.median(), "ms", "<= 10");
      report.figure(name + ".p99", samples.quantile(0.99), "ms", "<= 50");
      report.figure(name + ".survivors", survivors, "processes", "0");
    }
  }

  private void echoes() throws Exception {
    double mine = echo(confined);
    double plain = echo(SandboxPolicy.dangerFullAccess());
    report.figure("sandbox.echo", mine, "ms", "");
    report.figure("sandbox.echo.above-plain", mine - plain, "ms", "<= 5");
  }

  private double echo(SandboxPolicy policy) throws Exception {
    Command.Builder cat = command(List.of("/bin/sh", "-c", "echo on; exec cat"));
    try (RunningCommand running =
        sandbox.start(cat.terminal(new TerminalSize(80, 24)).build(), policy)) {
      byte[] key = "x".getBytes(StandardCharsets.US_ASCII);
      while (running.output().read() != '\n') {
        Thread.onSpinWait();
      }
      return median(KEYS, () -> {
        running.input().write(key);
        running.input().flush();
        running.output().read();
      });
    }
  }
}
