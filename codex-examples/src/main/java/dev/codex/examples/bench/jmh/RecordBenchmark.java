package dev.codex.examples.bench.jmh;

import dev.codex.internal.schema.RecordReader;
import dev.codex.internal.schema.RecordSchema;
import dev.codex.tool.Describe;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a record to its schema, and from a model's JSON to a record. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {

  private static final String JSON = """
      {"title":"A finding","severity":"HIGH","line":17,"note":null,
       "places":[{"file":"src/Main.java","column":3},{"file":"src/Other.java","column":40}]}""";

  private final RecordReader<Finding> reader = RecordReader.of(Finding.class);

  /** How bad it is. */
  public enum Severity {
    LOW,
    HIGH
  }

  /** Where it is. */
  public record Place(String file, int column) {}

  /** What was found. */
  public record Finding(
      @Describe("One line") String title,
      Severity severity,
      int line,
      Optional<String> note,
      List<Place> places) {}

  @Benchmark
  public String compileSchema() {
    return RecordSchema.of(Finding.class).json();
  }

  @Benchmark
  public RecordReader<Finding> compileReader() {
    return RecordReader.of(Finding.class);
  }

  @Benchmark
  public Finding read() {
    return reader.read(JSON);
  }
}
