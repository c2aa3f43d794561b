package dev.codex.examples.bench;

import dev.codex.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a round of the loop costs when nothing else happens. */
final class RoundSections {

  private static final int TURNS = 10;

  private RoundSections() {}

  /** Rounds that call a tool which does nothing. */
  static void rounds(Bench bench) throws IOException {
    bench.warmUp();
    measure(bench, "rounds", "tool=noop arg=x rounds=50", 50, "<= 0.05 of codex over WebSocket");
  }

  /** Rounds that run {@code true}. */
  static void exec(Bench bench) throws IOException {
    bench.warmUp();
    measure(bench, "exec", "tool=run rounds=20", 20, "<= 0.11 of codex over WebSocket");
  }

  private static void measure(Bench bench, String name, String scenario, int rounds, String bar)
      throws IOException {
    double cpu = Bench.cpuMillis();
    long begin = System.nanoTime();
    for (int i = 0; i < TURNS; i++) {
      bench.play("id=" + name + i + " " + scenario);
    }
    double wall = Bench.millisSince(begin);
    double perRound = (Bench.cpuMillis() - cpu) / (TURNS * (rounds + 1));
    Samples overhead = bench.server().take().allTurnarounds();
    Report report = bench.report();
    report.figure(name + ".overhead.p50", overhead.median(), "ms", bar);
    report.figure(name + ".overhead.p90", overhead.quantile(0.9), "ms", "");
    report.figure(name + ".cpu", perRound, "ms", "");
    report.figure(name + ".rate", TURNS * (rounds + 1) * 1_000 / wall, "rounds/s", "");
  }

  /** Sessions opened one after another, each for one turn. */
  static void open(Bench bench) throws IOException {
    bench.warmUp();
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long begin = System.nanoTime();
      try (Session session = bench.agent().startSession()) {
        Bench.play(session, "id=open" + i);
      }
      millis.add((bench.server().take().last().bodyAt() - begin) / 1e6);
    }
    Samples first = Samples.of(millis.stream().mapToDouble(each -> each));
    bench.report().figure("open.first-request.p50", first.median(), "ms", "<= 0.03 of codex");
    bench.report().figure("open.first-request.p90", first.quantile(0.9), "ms", "");
  }

  /** A session of a thousand rounds: the last hundred against the first. */
  static void history(Bench bench) throws IOException {
    bench.warmUp();
    double cpu = Bench.cpuMillis();
    bench.play("id=history tool=noop arg=x rounds=1000");
    double spent = Bench.cpuMillis() - cpu;
    RequestLog log = bench.server().take();
    double first = log.turnarounds(1, 101).median();
    double last = log.turnarounds(901, 1_001).median();
    Report report = bench.report();
    report.figure("history.first-100", first, "ms", "");
    report.figure("history.last-100", last, "ms", "");
    report.figure("history.ratio", last / first, "", "<= 1.4");
    report.figure("history.growth", last - first, "ms", "<= 0.4");
    report.figure("history.last-request", log.last().bytes() / 1024.0, "KB", "");
    report.figure("history.cpu", spent, "ms", "<= 2000 for 1000 rounds");
  }

  /** A saved session of two thousand items, gone on with in a warm process. */
  static void resume(Bench bench) throws IOException {
    bench.warmUp();
    String id;
    try (Session session = bench.agent().startSession()) {
      id = session.id();
      Bench.play(session, "id=long tool=noop arg=x rounds=1000");
    }
    bench.server().take();
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long begin = System.nanoTime();
      try (Session session = bench.agent().resumeSession(id)) {
        Bench.play(session, "id=resume" + i);
      }
      millis.add((bench.server().take().last().bodyAt() - begin) / 1e6);
    }
    Samples all = Samples.of(millis.stream().skip(5).mapToDouble(each -> each));
    bench.report().figure("resume.2000-items.p50", all.median(), "ms", "<= 24");
  }
}
