package dev.codex.examples.bench.jmh;

import dev.codex.item.FunctionCall;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.UserMessage;
import dev.codex.model.Model;
import dev.codex.model.ModelInput;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
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
import org.openjdk.jmh.infra.Blackhole;

/** A round as the wire sees it: two items are added, the request is written, its answer is read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestBenchmark {

  /** Items that the history holds already. */
  @Param({"20", "2000"})
  public int items;

  private final Model model = CannedServer.model(Answers.streamed(1));
  private ModelRequest request = request(ModelInput.empty());

  @Setup
  public void fill() {
    ModelInput input = ModelInput.empty().plus(UserMessage.of("msg_1", "Do as I say."));
    for (int i = 1; i < items; i += 2) {
      input = grown(input, i);
    }
    request = request(input);
  }

  private static ModelRequest request(ModelInput input) {
    return ModelRequest.builder()
        .sessionId("session")
        .turnId("turn")
        .instructions("You are a coding agent in a terminal. ".repeat(900))
        .input(input)
        .build();
  }

  private static ModelInput grown(ModelInput input, int i) {
    String call = "call_" + i;
    return input
        .plus(FunctionCall.of("fc_" + i, call, "noop", "{\"x\":\"some argument\"}"))
        .plus(FunctionCallOutput.of("fco_" + i, call, "a line of output\n".repeat(5)));
  }

  @Benchmark
  public void round(Blackhole sink) {
    ModelRequest next = request.toBuilder().input(grown(request.input(), items)).build();
    try (ModelStream events = model.stream(next)) {
      events.forEachRemaining(sink::consume);
    }
  }
}
