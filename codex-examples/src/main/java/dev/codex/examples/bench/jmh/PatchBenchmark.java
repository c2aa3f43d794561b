package dev.codex.examples.bench.jmh;

import dev.codex.testing.InMemoryFiles;
import dev.codex.tools.patch.Patch;
import dev.codex.tools.patch.PatchPlan;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Parsing a patch and working out the file's new content. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PatchBenchmark {

  private static final Path FOLDER = Path.of("/project");

  /** Lines of the file. */
  @Param({"50", "100000"})
  public int lines;

  /** Places that are changed, the last one near the end. */
  @Param({"1", "10"})
  public int places;

  private final InMemoryFiles files = new InMemoryFiles();
  private String text = "";

  @Setup
  public void write() {
    StringBuilder content = new StringBuilder();
    for (int i = 1; i <= lines; i++) {
      content.append("line ").append(i).append('\n');
    }
    files.put(FOLDER.resolve("file.txt"), content.toString());
    StringBuilder patch = new StringBuilder("*** Begin Patch\n*** Update File: file.txt\n");
    for (int i = 1; i <= places; i++) {
      int line = (int) ((long) (lines - 2) * i / places);
      patch.append("@@\n line ").append(line).append("\n-line ").append(line + 1);
      patch.append("\n+changed\n");
    }
    text = patch.append("*** End Patch").toString();
  }

  @Benchmark
  public PatchPlan plan() {
    return PatchPlan.of(Patch.parse(text), FOLDER, files);
  }
}
