package dev.codex.model.openai;

import dev.codex.error.ModelException;
import dev.codex.item.UserMessage;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelInput;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What most tests here start from. */
final class Samples {

  static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  static final String CREATED = "{\"type\":\"response.created\",\"response\":{\"id\":\"r1\"}}";
  static final String MESSAGE =
      "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"message\","
          + "\"role\":\"assistant\",\"id\":\"msg_hello\","
          + "\"content\":[{\"type\":\"output_text\",\"text\":\"hello\"}]}}";
  static final String COMPLETED = "{\"type\":\"response.completed\",\"response\":{\"id\":\"r1\","
      + "\"usage\":{\"input_tokens\":100,"
      + "\"input_tokens_details\":{\"cached_tokens\":10},\"output_tokens\":20,"
      + "\"output_tokens_details\":{\"reasoning_tokens\":5},\"total_tokens\":120}}}";

  private Samples() {}

  static ModelRequest request() {
    return ModelRequest.builder()
        .sessionId("session-1")
        .turnId("turn-1")
        .instructions("Be good.")
        .input(ModelInput.empty().plus(UserMessage.of("msg_1", "hi")))
        .build();
  }

  /** Time stands still, chance is always in the middle, and nobody waits. */
  static Surroundings still(List<Duration> sleeps) {
    RandomGenerator middle = () -> Long.MIN_VALUE;
    return new Surroundings(
        Clock.fixed(NOW, ZoneOffset.UTC), middle, (length, wake) -> sleeps.add(length));
  }

  /** Chance by which a turn asks again at once. */
  static RandomGenerator noDelay() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public double nextDouble(double least, double bound) {
        return 0; // of the time that it would wait
      }
    };
  }

  static OpenAi.Builder openAi(LoopbackServer server) {
    return OpenAi.builder()
        .baseUrl(server.url())
        .apiKey("sk-test")
        .surroundings(still(new ArrayList<>()));
  }

  static List<ModelEvent> ask(Model model) {
    return ask(model, request());
  }

  static List<ModelEvent> ask(Model model, ModelRequest request) {
    List<ModelEvent> events = new ArrayList<>();
    try (ModelStream stream = model.stream(request)) {
      stream.forEachRemaining(events::add);
    }
    return events;
  }

  /** The failure of an answer that must not succeed; what came before it is added to the list. */
  static ModelException failure(Model model, List<ModelEvent> before) {
    try (ModelStream stream = model.stream(request())) {
      stream.forEachRemaining(before::add);
    } catch (ModelException e) {
      return e;
    }
    throw new AssertionError("the answer was complete: " + before);
  }
}
