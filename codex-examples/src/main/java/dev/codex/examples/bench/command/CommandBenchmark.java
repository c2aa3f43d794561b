package dev.codex.examples.bench.command;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * Runs {@code bash -c true} as a plain process, with full access and in workspace-write, a few
 * dozen of each kind in turn, and prints medians in milliseconds per command: from start to end,
 * and the processor time of this JVM and of the processes. Compare the lines with each other.
 *
 * <pre>
 * CommandBenchmark 20 50     cycles, commands of each kind in a cycle
 * CommandBenchmark 5 200 20  the same, 20 at once
 * </pre>
 *
 * <p>Linux only.
 */
public final class CommandBenchmark {

  private static final String[] WORDS = {"/bin/bash", "-c", "true"};
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final double TICK = 10; // what the kernel counts processor time in
  private static final int WARM = 2;

  private enum Kind {
    PLAIN,
    FULL_ACCESS,
    WORKSPACE_WRITE
  }

  private record Cost(double latency, double own, double processes) {}

  private final Sandbox sandbox = PlatformSandbox.detect();
  private final Path folder;

  private CommandBenchmark(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    int cycles = Integer.parseInt(arguments[0]);
    int commands = Integer.parseInt(arguments[1]);
    int atOnce = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
    Path folder = Files.createTempDirectory("codex-command").toRealPath();
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      CommandBenchmark benchmark = new CommandBenchmark(folder);
      Map<Kind, List<Cost>> costs = new EnumMap<>(Kind.class);
      for (int cycle = -WARM; cycle < cycles; cycle++) {
        List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
        Collections.shuffle(kinds);
        for (Kind kind : kinds) {
          Cost cost = benchmark.measure(kind, commands, threads);
          if (cycle >= 0) {
            costs.computeIfAbsent(kind, unused -> new ArrayList<>()).add(cost);
          }
        }
      }
      costs.forEach(CommandBenchmark::print);
    } finally {
      threads.shutdown();
      Files.delete(folder);
    }
  }

  private static void print(Kind kind, List<Cost> costs) {
    System.out.println(String.format(
        Locale.ROOT,
        "%-15s start to end %8.3f   processor: this JVM %7.3f, processes %7.3f",
        kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        median(costs, Cost::latency),
        median(costs, Cost::own),
        median(costs, Cost::processes)));
  }

  private static double median(List<Cost> costs, ToDoubleFunction<Cost> part) {
    return costs.stream().mapToDouble(part).sorted().toArray()[costs.size() / 2];
  }

  private Cost measure(Kind kind, int commands, ExecutorService threads) throws Exception {
    List<Callable<Double>> calls = Collections.nCopies(commands, () -> {
      long start = System.nanoTime();
      run(kind);
      return (System.nanoTime() - start) / 1e6;
    });
    double own = ticks(ProcessHandle.current(), 11);
    double processes = processTicks();
    List<Double> times = new ArrayList<>();
    for (Future<Double> time : threads.invokeAll(calls)) {
      times.add(time.get());
    }
    Collections.sort(times);
    return new Cost(
        times.get(commands / 2),
        (ticks(ProcessHandle.current(), 11) - own) * TICK / commands,
        (processTicks() - processes) * TICK / commands);
  }

  /** Of those that have ended, and of those that start others and live on. */
  private static double processTicks() throws IOException {
    double sum = ticks(ProcessHandle.current(), 13);
    for (ProcessHandle child : ProcessHandle.current().children().toList()) {
      sum += ticks(child, 11) + ticks(child, 13);
    }
    return sum;
  }

  /** Two neighbours among the fields behind the name: in user mode, and in the kernel. */
  private static double ticks(ProcessHandle process, int field) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Double.parseDouble(fields[field]) + Double.parseDouble(fields[field + 1]);
  }

  private void run(Kind kind) throws Exception {
    switch (kind) {
      case PLAIN -> runPlain();
      case FULL_ACCESS -> run(SandboxPolicy.dangerFullAccess());
      case WORKSPACE_WRITE -> run(SandboxPolicy.workspaceWrite(folder));
      default -> throw new IllegalStateException(kind.name());
    }
  }

  private void runPlain() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(WORDS)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .start();
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();
    check(process.waitFor());
  }

  private void run(SandboxPolicy policy) throws Exception {
    try (RunningCommand running = sandbox.start(Command.of(folder, WORDS), policy)) {
      running.input().close();
      running.output().readAllBytes();
      check(running.waitFor(LONG).orElse(1));
    }
  }

  private static void check(int exitCode) throws IOException {
    if (exitCode != 0) {
      throw new IOException("A command failed with " + exitCode + ".");
    }
  }
}
