package dev.codex.examples.bench;

import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.event.Event;
import dev.codex.event.TextDelta;
import java.util.ArrayList;
import java.util.List;

/** How fast and how soon text reaches whoever iterates a turn. */
final class StreamSections {

  private static final int DELTAS = 10_000;
  private static final int TURNS = 12;

  private StreamSections() {}

  static void stream(Bench bench) throws Exception {
    bench.warmUp();
    for (int size : new int[] {20, 100}) {
      String scenario = "id=s mode=stream deltas=" + DELTAS + " size=" + size;
      for (int i = 0; i < 10; i++) {
        bench.play(scenario);
      }
      List<Double> rates = new ArrayList<>();
      double cpu = Bench.cpuMillis();
      for (int i = 0; i < TURNS; i++) {
        long begin = System.nanoTime();
        try (Session session = bench.agent().startSession()) {
          int deltas = Bench.play(session, scenario);
          rates.add(deltas * 1_000 / Bench.millisSince(begin));
        }
      }
      double micros = (Bench.cpuMillis() - cpu) * 1_000 / TURNS / DELTAS;
      Samples all = Samples.of(rates.stream().mapToDouble(each -> each));
      String name = "stream." + size + "-bytes";
      bench.report().figure(name, all.median(), "deltas/s", ">= 200000 on 25");
      bench.report().figure(name + ".cpu", micros, "us/delta", "");
    }
  }

  static void latency(Bench bench) throws Exception {
    bench.warmUp();
    List<Double> millis = new ArrayList<>();
    try (Session session = bench.agent().startSession();
        Turn turn = session.start(Bench.marker("id=l mode=stream deltas=600 pace=5"))) {
      for (Event event : turn) {
        if (event instanceof TextDelta delta) {
          millis.add(Bench.millisSince(Long.parseLong(delta.text().strip())));
        }
      }
    }
    Samples all = Samples.of(millis.stream().mapToDouble(each -> each));
    bench.report().figure("latency.p50", all.median(), "ms", "<= 0.3");
    bench.report().figure("latency.p99", all.quantile(0.99), "ms", "<= 2");
  }
}
