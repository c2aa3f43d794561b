package dev.codex.examples.bench.jmh;

import dev.codex.internal.http.SseReader;
import dev.codex.model.Model;
import dev.codex.model.ModelInput;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a delta costs: finding the event in the bytes, and that and its decoding. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StreamBenchmark {

  private static final int DELTAS = 5_000;
  private static final Duration IDLE = Duration.ofMinutes(5);

  private final byte[] answer = Answers.streamed(DELTAS);
  private final Model model = CannedServer.model(answer);
  private final ModelRequest request = ModelRequest.builder()
      .sessionId("session")
      .turnId("turn")
      .instructions("")
      .input(ModelInput.empty())
      .build();

  @Benchmark
  @OperationsPerInvocation(DELTAS)
  public long parse() throws IOException {
    Buffer source = new Buffer();
    source.write(answer);
    SseReader events = new SseReader(source, IDLE);
    long bytes = 0;
    while (events.next()) {
      bytes += events.length();
    }
    return bytes;
  }

  @Benchmark
  @OperationsPerInvocation(DELTAS)
  public void parseAndDecode(Blackhole sink) {
    try (ModelStream events = model.stream(request)) {
      events.forEachRemaining(sink::consume);
    }
  }
}
