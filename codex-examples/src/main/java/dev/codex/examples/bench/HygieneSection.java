package dev.codex.examples.bench;

import dev.codex.Session;

/** Whether the network is used as it should be: one connection, and no waiting for an ACK. */
final class HygieneSection {

  private HygieneSection() {}

  static void run(Bench bench) throws Exception {
    bench.warmUp();
    try (Session session = bench.newAgent().startSession()) {
      Bench.play(session, "id=h tool=noop arg=x rounds=50");
    }
    RequestLog log = bench.server().take();
    Samples gaps = Samples.of(log.bodyGaps());
    bench.report().figure("hygiene.body", log.get(0).bytes() / 1024.0, "KB", "");
    bench.report().figure("hygiene.body-gap.p90", gaps.quantile(0.9), "ms", "<= 2");
    bench.report().figure("hygiene.connections", (double) log.connections(), "", "1");
  }
}
