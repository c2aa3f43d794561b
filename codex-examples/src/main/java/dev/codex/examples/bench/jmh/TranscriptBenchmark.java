package dev.codex.examples.bench.jmh;

import dev.codex.internal.rollout.RolloutWriter;
import dev.codex.session.JsonlSessionStore;
import dev.codex.session.SessionHeader;
import dev.codex.session.SessionLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A line of a transcript: building it, and that and writing it to its file. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TranscriptBenchmark {

  private static final String ITEM =
      "{\"type\":\"function_call_output\",\"call_id\":\"call_1\",\"output\":\"%s\"}";

  private final byte[] item = ITEM.formatted("text ".repeat(40)).getBytes(StandardCharsets.UTF_8);
  private final Path home = temporary();
  private SessionLog log = begin();
  private RolloutWriter lines = RolloutWriter.from(0);

  private static Path temporary() {
    try {
      return Files.createTempDirectory("codex-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SessionLog begin() {
    return JsonlSessionStore.in(home)
        .create(new SessionHeader(UUID.randomUUID().toString(), Instant.now(), home));
  }

  /** A new file for each iteration. */
  @Setup(Level.Iteration)
  public void newFile() {
    log.close();
    log = begin();
    lines = RolloutWriter.from(0);
  }

  @Benchmark
  public byte[] line() {
    return lines.item(Instant.now(), item);
  }

  @Benchmark
  public void append() {
    log.append(List.of(lines.item(Instant.now(), item)));
  }

  @TearDown
  public void deleteFiles() throws IOException {
    log.close();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
