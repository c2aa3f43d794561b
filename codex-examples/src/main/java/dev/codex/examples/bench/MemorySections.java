package dev.codex.examples.bench;

import dev.codex.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What sessions weigh while nobody talks to them, and what the library weighs on disk. */
final class MemorySections {

  private static final int SESSIONS = 500;
  private static final int MANY = 10_000;

  private MemorySections() {}

  static void idle(Bench bench) throws Exception {
    bench.warmUp();
    List<Session> sessions = new ArrayList<>();
    long before = ProcessFacts.heapAfterCollection();
    for (int i = 0; i < SESSIONS; i++) {
      Session session = bench.agent().startSession();
      Bench.play(session, "id=i" + i);
      sessions.add(session);
    }
    bench.server().take();
    long once = ProcessFacts.heapAfterCollection();
    for (int i = 0; i < SESSIONS; i++) {
      Bench.play(sessions.get(i), "id=i" + i + " tool=noop arg=x rounds=10");
    }
    bench.server().take();
    long later = ProcessFacts.heapAfterCollection();
    double kilo = 1024.0 * SESSIONS;
    bench.report().figure("idle.heap-after-1-turn", (once - before) / kilo, "KB", "<= 3");
    bench.report().figure("idle.heap-after-10-rounds", (later - before) / kilo, "KB", "<= 8");
    sessions.forEach(Session::close);
  }

  /** Ten thousand sessions of ten rounds each, all kept, in 256 MB. */
  static void crowdOfIdle(Bench bench) throws Exception {
    ChildJvm.run(bench, List.of("-Xmx256m"), "idle-10000-inside");
  }

  static void crowdOfIdleInside(Bench bench) throws Exception {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      sessions.add(bench.agent().startSession());
    }
    for (int from = 0; from < MANY; from += 20) {
      int first = from;
      Bench.together(
          20, i -> Bench.play(sessions.get(first + i), "id=m tool=noop arg=x rounds=10"));
      bench.server().take();
    }
    long heap = ProcessFacts.heapAfterCollection();
    bench.report().figure("idle-10000.heap", heap / 1048576.0, "MB", "<= 256");
    bench.report().figure("idle-10000.threads", Thread.activeCount(), "", "");
    bench.report().figure("idle-10000.open-files", (double) ProcessFacts.openFiles(), "", "");
    sessions.forEach(Session::close);
  }

  /** The jars that a host adds, if this runs from jars. */
  static void footprint(Bench bench) throws IOException {
    long all = 0;
    long core = 0;
    for (String entry : System.getProperty("java.class.path").split(":")) {
      String name = String.valueOf(Path.of(entry).getFileName());
      if (!name.endsWith(".jar") || name.matches("(codex-examples|slf4j-nop|jmh|jopt|commons).*")) {
        continue;
      }
      long size = Files.size(Path.of(entry));
      all += size;
      core += name.startsWith("codex-core") ? size : 0;
    }
    bench.report().figure("footprint.all", all / 1048576.0, "MB", "<= 7");
    bench.report().figure("footprint.core", core / 1048576.0, "MB", "<= 1");
  }
}
