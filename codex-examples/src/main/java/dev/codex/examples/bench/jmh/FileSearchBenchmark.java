package dev.codex.examples.bench.jmh;

import dev.codex.tools.files.FileSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Searching among 50,000 files: with the walk that comes first, and once that is done. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FileSearchBenchmark {

  private static final int MODULES = 20;
  private static final int PACKAGES = 25;
  private static final int CLASSES = 100;

  private Path root = Path.of("");
  private FileSearch walked = FileSearch.in(root);

  @Setup
  public void write() throws IOException {
    root = Files.createTempDirectory("codex-search-");
    Files.writeString(root.resolve(".gitignore"), "target/\n*.class\n/build/\n");
    for (int i = 0; i < MODULES * PACKAGES; i++) {
      String path = "module-" + i % MODULES + "/src/main/java/part" + i / MODULES + "/order";
      Path folder = Files.createDirectories(root.resolve(path));
      for (int n = 0; n < CLASSES; n++) {
        Files.createFile(folder.resolve("OrderService" + n + ".java"));
      }
    }
    walked = FileSearch.in(root);
    walked.find("order", 1);
  }

  @TearDown
  public void delete() throws IOException {
    try (Stream<Path> below = Files.walk(root)) {
      below.sorted(Comparator.reverseOrder()).forEach(FileSearchBenchmark::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Benchmark
  public List<FileSearch.Match> first() throws IOException {
    return FileSearch.in(root).find("serv7", 50);
  }

  @Benchmark
  public List<FileSearch.Match> next() throws IOException {
    return walked.find("serv7", 50);
  }
}
