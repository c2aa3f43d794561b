package dev.codex.examples.bench;

import dev.codex.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From the start of a JVM to its first complete request: as it is, with an archive of loaded
 * classes (an AOT cache from Java 25 on), and with the archive, one collector thread and one
 * compiler.
 */
final class StartUpSection {

  private static final int STARTS = 9;
  private static final List<String> LEAN = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private StartUpSection() {}

  static void run(Bench bench) throws Exception {
    Path archive = Files.createTempFile("codex-bench-", ".archive");
    Files.delete(archive);
    boolean aot = Runtime.version().feature() >= 25;
    String train = aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    String use = aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    start(bench, List.of(train + archive), "train-inside");
    Map<String, List<String>> variants = new LinkedHashMap<>();
    variants.put("plain", List.of());
    variants.put("archive", List.of(use + archive));
    variants.put("archive-lean", List.of(use + archive, LEAN.get(0), LEAN.get(1)));
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    for (int i = 0; i < STARTS; i++) {
      for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
        millis
            .computeIfAbsent(variant.getKey(), key -> new ArrayList<>())
            .add(start(bench, variant.getValue(), "once-inside"));
      }
    }
    millis.forEach((name, all) -> bench
        .report()
        .figure(
            "start-up." + name,
            Samples.of(all.stream().mapToDouble(each -> each)).median(),
            "ms",
            name.equals("archive") ? "<= 1.9 (17), 1.7 (25) of codex" : ""));
    Files.deleteIfExists(archive);
  }

  /** Milliseconds from here to the first request. */
  private static double start(Bench bench, List<String> flags, String section)
      throws IOException, InterruptedException {
    bench.server().take();
    Process child = new ProcessBuilder(ChildJvm.command(
            flags, MacroBenchmark.class, List.of("--port=" + bench.server().port(), section)))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    long begin = System.nanoTime();
    if (child.waitFor() != 0) {
      throw new IOException("A JVM with " + flags + " failed to run a turn.");
    }
    return (bench.server().take().get(0).bodyAt() - begin) / 1e6;
  }

  static void once(Bench bench) {
    bench.play("id=once");
  }

  /** Loads what a session of some rounds and commands needs. */
  static void train(Bench bench) {
    try (Session session = bench.agent().startSession()) {
      Bench.play(session, "id=train tool=noop arg=x rounds=3");
      Bench.play(session, "id=train tool=run rounds=2");
    }
  }
}
