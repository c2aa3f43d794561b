package dev.codex.examples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Measures the whole loop against a {@link FakeResponsesServer} in another process.
 *
 * <pre>{@code
 * MacroBenchmark [section ...]
 * }</pre>
 *
 * <p>Without sections all are run. Every figure is printed as a line of JSON and as a line for
 * people. Times are medians; on a busy machine compare figures of one run with each other.
 */
public final class MacroBenchmark {

  private static final String PORT = "--port=";
  private static final String INSIDE = "-inside";

  private MacroBenchmark() {}

  private static Map<String, Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    sections.put("rounds", RoundSections::rounds);
    sections.put("exec", RoundSections::exec);
    sections.put("gate", GateSection::run);
    sections.put("sandbox", SandboxSection::run);
    sections.put("open", RoundSections::open);
    sections.put("stream", StreamSections::stream);
    sections.put("latency", StreamSections::latency);
    sections.put("history", RoundSections::history);
    sections.put("resume", RoundSections::resume);
    sections.put("concurrency", CrowdSections::concurrency);
    sections.put("thousand", CrowdSections::thousand);
    sections.put("waiting", CrowdSections::waiting);
    sections.put("idle", MemorySections::idle);
    sections.put("idle-10000", MemorySections::crowdOfIdle);
    sections.put("hygiene", HygieneSection::run);
    sections.put("start-up", StartUpSection::run);
    sections.put("footprint", MemorySections::footprint);
    // what children run; not part of "all"
    sections.put("thousand" + INSIDE, CrowdSections::thousandInside);
    sections.put("waiting" + INSIDE, CrowdSections::waitingInside);
    sections.put("idle-10000" + INSIDE, MemorySections::crowdOfIdleInside);
    sections.put("once" + INSIDE, StartUpSection::once);
    sections.put("train" + INSIDE, StartUpSection::train);
    return sections;
  }

  public static void main(String[] args) throws Exception {
    Map<String, Section> sections = sections();
    int port = 0;
    List<String> names = new ArrayList<>();
    for (String arg : args) {
      if (arg.startsWith(PORT)) {
        port = Integer.parseInt(arg.substring(PORT.length()));
      } else if (sections.containsKey(arg)) {
        names.add(arg);
      } else {
        throw new IllegalArgumentException(
            "There is no section '" + arg + "'. There are " + visible(sections.keySet()) + ".");
      }
    }
    Report report = new Report(System.out);
    try (ServerProcess server = port == 0 ? ServerProcess.start() : ServerProcess.at(port);
        Bench bench = Bench.over(server, report)) {
      for (String name : names.isEmpty() ? visible(sections.keySet()) : names) {
        if (!name.endsWith(INSIDE)) {
          System.out.println("# " + name);
        }
        Objects.requireNonNull(sections.get(name), name).run(bench);
      }
    }
    if (port != 0) {
      System.out.println(ChildJvm.END_OF_MAIN + System.nanoTime());
    }
  }

  private static List<String> visible(Set<String> names) {
    return names.stream().filter(name -> !name.endsWith(INSIDE)).toList();
  }
}
