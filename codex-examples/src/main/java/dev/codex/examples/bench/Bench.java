package dev.codex.examples.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.event.Event;
import dev.codex.event.TextDelta;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** What every section needs: a server, an agent that asks it, and a place for figures. */
final class Bench implements AutoCloseable {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final ServerProcess server;
  private final Report report;
  private final Path store;
  private final Agent agent;

  private Bench(ServerProcess server, Report report, Path store) {
    this.server = server;
    this.report = report;
    this.store = store;
    this.agent = BenchAgent.create(server.baseUrl(), store);
  }

  static Bench over(ServerProcess server, Report report) throws IOException {
    return new Bench(server, report, Files.createTempDirectory("codex-bench-"));
  }

  ServerProcess server() {
    return server;
  }

  Report report() {
    return report;
  }

  Agent agent() {
    return agent;
  }

  /** Another agent with a client of its own. */
  Agent newAgent() {
    return BenchAgent.create(server.baseUrl(), store);
  }

  /** Runs a turn, reads its events as they come, and counts the text deltas. */
  static int play(Session session, String scenario) {
    int deltas = 0;
    try (Turn turn = session.start(marker(scenario))) {
      for (Event event : turn) {
        if (event instanceof TextDelta) {
          deltas++;
        }
      }
      turn.await();
    }
    return deltas;
  }

  /** Runs a turn in a session of its own. */
  void play(String scenario) {
    try (Session session = agent.startSession()) {
      play(session, scenario);
    }
  }

  static String marker(String scenario) {
    return "[[bench " + scenario + "]]";
  }

  /** Makes the compilers busy before anything counts. */
  void warmUp() throws IOException {
    for (int i = 0; i < 12; i++) {
      play("id=w tool=noop arg=x rounds=50");
      play("id=w mode=stream deltas=3000");
    }
    play("id=w tool=run rounds=20");
    server.take();
  }

  /** Runs the task once for each index at the same time, each on a thread of its own. */
  static <T> List<T> together(int count, IntFunction<T> task) throws Exception {
    ExecutorService pool = threads();
    try {
      List<Future<T>> started = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int index = i;
        started.add(pool.submit(() -> task.apply(index)));
      }
      List<T> results = new ArrayList<>(count);
      for (Future<T> each : started) {
        results.add(each.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }

  /** Virtual threads where the JVM has them, which is Java 21. */
  private static ExecutorService threads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      return Executors.newCachedThreadPool();
    }
  }

  static double cpuMillis() {
    return SYSTEM.getProcessCpuTime() / 1e6;
  }

  static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
