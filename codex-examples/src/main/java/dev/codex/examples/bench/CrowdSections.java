package dev.codex.examples.bench;

import dev.codex.Session;
import dev.codex.Turn;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Many sessions at the same time. */
final class CrowdSections {

  private static final int ROUNDS = 10;

  private CrowdSections() {}

  static void concurrency(Bench bench) throws Exception {
    bench.warmUp();
    crowd(bench, 100, "tool=noop arg=x"); // warm, and connected
    measure(bench, 20, "tool", "tool=noop arg=x", "");
    measure(bench, 100, "tool", "tool=noop arg=x", ">= 1700");
    measure(bench, 20, "exec", "tool=run", "");
    measure(bench, 100, "exec", "tool=run", ">= 320");
  }

  private static void measure(Bench bench, int sessions, String kind, String tool, String bar)
      throws Exception {
    List<Double> rates = new ArrayList<>();
    List<Double> unfair = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long begin = System.nanoTime();
      Samples turns = crowd(bench, sessions, tool);
      rates.add(sessions * ROUNDS * 1_000 / Bench.millisSince(begin));
      unfair.add(turns.quantile(1) / turns.median());
    }
    String name = "concurrency." + sessions + "." + kind;
    double rate = Samples.of(rates.stream().mapToDouble(each -> each)).median();
    double worst = Samples.of(unfair.stream().mapToDouble(each -> each)).median();
    bench.report().figure(name, rate, "rounds/s", bar);
    bench.report().figure(name + ".max-to-median", worst, "", "<= 2");
  }

  /** How long each turn took, in milliseconds. */
  private static Samples crowd(Bench bench, int count, String tool) throws Exception {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sessions.add(bench.agent().startSession());
    }
    List<Double> millis = Bench.together(count, i -> {
      long begin = System.nanoTime();
      Bench.play(sessions.get(i), "id=c" + i + " " + tool + " rounds=" + ROUNDS);
      return Bench.millisSince(begin);
    });
    sessions.forEach(Session::close);
    bench.server().take();
    return Samples.of(millis.stream().mapToDouble(each -> each));
  }

  /** A thousand sessions of ten rounds in a small heap; every log of events is checked. */
  static void thousand(Bench bench) throws Exception {
    ChildJvm.Ended ended = ChildJvm.run(bench, List.of("-Xmx512m"), "thousand-inside");
    bench.report().figure("thousand.exit-after-main", ended.millisAfterMain(), "ms", "<= 1000");
  }

  static void thousandInside(Bench bench) throws Exception {
    long begin = System.nanoTime();
    List<Session> sessions = new ArrayList<>();
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Session session = bench.agent().startSession();
      sessions.add(session);
      turns.add(session.start(Bench.marker("id=t" + i + " tool=noop arg=x rounds=" + ROUNDS)));
    }
    int failures = 0;
    for (Turn turn : turns) {
      turn.await();
      failures += EventCheck.faults(turn, ROUNDS).size();
    }
    double millis = Bench.millisSince(begin);
    sessions.forEach(Session::close);
    bench.report().figure("thousand.faults", failures, "logs", "0");
    bench.report().figure("thousand.rate", 1_000 * ROUNDS * 1_000 / millis, "rounds/s", "");
    bench.report().figure("thousand.rss", ProcessFacts.residentMegabytes(), "MB", "<= 1024");
  }

  /** A thousand sessions that wait half a second for every answer. */
  static void waiting(Bench bench) throws Exception {
    ChildJvm.run(bench, List.of("-Xmx512m"), "waiting-inside");
  }

  static void waitingInside(Bench bench) throws Exception {
    String scenario = " tool=noop arg=x rounds=" + ROUNDS + " delay=500";
    List<Session> sessions = new ArrayList<>();
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sessions.add(bench.agent().startSession());
    }
    long begin = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      turns.add(sessions.get(i).start(Bench.marker("id=v" + i + scenario)));
    }
    int threads = 0;
    for (Turn turn : turns) {
      turn.await();
      threads = Math.max(threads, ManagementFactory.getThreadMXBean().getPeakThreadCount());
    }
    double rate = 1_000 * (ROUNDS + 1) * 1_000 / Bench.millisSince(begin);
    bench.report().figure("waiting.rate", rate, "rounds/s", ">= 1500");
    bench.report().figure("waiting.rss", ProcessFacts.residentMegabytes(), "MB", "<= 1024");
    bench.report().figure("waiting.peak-threads", threads, "", "");
  }
}
