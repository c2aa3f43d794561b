package dev.codex.testing.cassette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.RateLimitedException;
import dev.codex.internal.json.Json;
import dev.codex.item.AgentMessage;
import dev.codex.item.FunctionCall;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.Reasoning;
import dev.codex.item.UnknownItem;
import dev.codex.item.UserMessage;
import dev.codex.model.ItemDone;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelInput;
import dev.codex.model.ModelProfile;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import dev.codex.model.OutputSchema;
import dev.codex.model.RateLimits;
import dev.codex.model.Usage;
import dev.codex.testing.FunctionModel;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.contract.ModelContract;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class CassetteTest {

  private static final ModelFailure BUSY = ModelFailure.builder()
      .kind(ModelFailure.Kind.RATE_LIMIT)
      .message("Too many requests.")
      .retryAfter(Duration.ofSeconds(3))
      .statusCode(429)
      .requestId("req-1")
      .attempts(2)
      .build();

  @TempDir
  Path folder;

  private Path file() {
    return folder.resolve("sub/tape.jsonl");
  }

  private static ModelRequest request(ModelItem... items) {
    return ModelRequest.builder()
        .sessionId(UUID.randomUUID().toString())
        .turnId(UUID.randomUUID().toString())
        .putMetadata("started", Instant.now().toString())
        .instructions("Be brief.")
        .input(ModelInput.of(List.of(items)))
        .addTools(
            ToolSpec.function(
                "read",
                "Reads.",
                "{\"type\":\"object\",\"properties\":{}}",
                ToolSpec.Strictness.STRICT),
            new ToolSpec.Freeform("patch", "Patches.", "lark", "start: /x/"),
            new ToolSpec.Hosted("web_search", "{\"type\":\"web_search\"}"))
        .outputSchema(OutputSchema.of("{\"type\":\"object\"}"))
        .build();
  }

  private static ModelRequest ask(String text) {
    return request(UserMessage.of(UUID.randomUUID().toString(), text));
  }

  private static List<ModelEvent> read(Model model, ModelRequest request) {
    List<ModelEvent> events = new ArrayList<>();
    try (ModelStream stream = model.stream(request)) {
      stream.forEachRemaining(events::add);
    }
    return events;
  }

  private static ItemDone itemDone(String json) {
    return ItemDone.of(new UnknownItem("novelty", json), json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void replayGivesEqualEventsInTheSameOrder() {
    RateLimits limits = RateLimits.builder()
        .id("codex")
        .name("Codex")
        .primary(new RateLimits.Window(
            12.5, Optional.of(Duration.ofHours(5)), Optional.of(Instant.EPOCH)))
        .secondary(new RateLimits.Window(1, Optional.empty(), Optional.empty()))
        .credits(new RateLimits.Credits(true, false, "9.99"))
        .build();
    List<ModelEvent> events = List.of(
        new ModelEvent.Created("r1"),
        new ModelEvent.Limits(limits),
        new ModelEvent.ItemStarted(new AgentMessage("m1", List.of())),
        new ModelEvent.TextDelta("m1", "Hällo "),
        new ModelEvent.TextDelta("m1", "\"you\"\n"),
        new ModelEvent.ReasoningSummaryDelta("t1", 0, "why"),
        new ModelEvent.ReasoningTextDelta("t1", 1, "because"),
        new ModelEvent.Unknown("response.novelty", "{\"a\": 1.50 }"),
        ItemDone.of(new Reasoning("t1", List.of("why"), List.of(), "gAAAA==")),
        ItemDone.of(FunctionCall.of("f1", "c1", "read", "{\"a\":1}")),
        itemDone("{ \"type\":\"novelty\", \"x\": 1e3 }"),
        ItemDone.of(
            AgentMessage.of("7", "shown with an id"),
            "{\"type\":\"message\",\"role\":\"assistant\",\"phase\":\"commentary\",\"content\":[]}"
                .getBytes(StandardCharsets.UTF_8)),
        new ModelEvent.Completed(
            "r1",
            Usage.builder()
                .inputTokens(1)
                .cachedInputTokens(2)
                .cacheWriteInputTokens(3)
                .outputTokens(4)
                .reasoningOutputTokens(5)
                .build()));
    Model real = new ScriptedModel().enqueue(events);

    assertThat(read(Cassette.in(file()).recording(real), ask("Hi"))).isEqualTo(events);
    ReplayingModel replaying = Cassette.in(file()).replaying();

    assertThat(read(replaying, ask("Hi"))).isEqualTo(events);
    replaying.assertDrained();
  }

  @Test
  void failuresAreReplayedWhereTheyHappened() {
    Model real = new ScriptedModel()
        .enqueueFailure(BUSY)
        .enqueueFailure(List.of(new ModelEvent.Created("r")), BUSY)
        .enqueueMessage("At last.");

    assertFailures(Cassette.in(file()).recording(real));
    assertFailures(Cassette.in(file()).replaying());
  }

  private static void assertFailures(Model model) {
    assertThatThrownBy(() -> model.stream(ask("Hi")))
        .isInstanceOfSatisfying(
            RateLimitedException.class, e -> assertThat(e.failure()).isEqualTo(BUSY));
    ModelStream broken = model.stream(ask("Hi"));
    assertThat(broken.next()).isEqualTo(new ModelEvent.Created("r"));
    assertThatThrownBy(broken::hasNext)
        .isInstanceOfSatisfying(
            RateLimitedException.class, e -> assertThat(e.failure()).isEqualTo(BUSY));
    assertThat(read(model, ask("Hi"))).hasSize(3);
  }

  @Test
  void theProfileIsReplayedToo() {
    ModelProfile profile = ModelProfile.builder()
        .name("gpt")
        .provider("openai")
        .contextWindow(1000)
        .freeformTools(false)
        .parallelToolCalls(false)
        .imageInput(false)
        .imageDetail("low")
        .maxToolOutputTokens(77)
        .streamRetries(2)
        .build();
    Cassette.in(file()).recording(new ScriptedModel().profile(profile));

    assertThat(Cassette.in(file()).replaying().profile()).isEqualTo(profile);
  }

  @Test
  void whatDiffersFromRunToRunDoesNotMatter() {
    RecordingModel recording = Cassette.in(file())
        .replace("/tmp/one", "<workspace>")
        .recording(new ScriptedModel().enqueueToolCall("read", "{\"p\":\"/tmp/one/a\"}"));
    read(recording, changing("/tmp/one", "2026-11-25", "a1b2c3", "0.0512", "Etc/UTC"));

    ReplayingModel replaying =
        Cassette.in(file()).replace("/var/two", "<workspace>").replaying();
    List<ModelEvent> events =
        read(replaying, changing("/var/two", "2027-01-01", "ffffff", "12.1", "Europe/Rome"));

    assertThat(events.get(1))
        .isEqualTo(
            ItemDone.of(FunctionCall.of("item-1", "call-1", "read", "{\"p\":\"/var/two/a\"}")));
  }

  private static ModelRequest changing(
      String cwd, String date, String chunk, String seconds, String zone) {
    return request(
        UserMessage.of(
            UUID.randomUUID().toString(),
            "<cwd>" + cwd + "</cwd><current_date>" + date + "</current_date><timezone>" + zone
                + "</timezone> " + UUID.randomUUID() + " at " + date + "T10:00:00.123Z"),
        FunctionCallOutput.of(
            UUID.randomUUID().toString(),
            "c1",
            "Chunk ID: " + chunk + "\nWall time: " + seconds + " seconds\nProcess running with"
                + " session ID " + chunk.hashCode() % 1000 * -1 + "\n"));
  }

  @Test
  void oneRequestHasItsAnswersInTheOrderTheyWereAskedFor() {
    RecordingModel recording = Cassette.in(file())
        .recording(new ScriptedModel()
            .enqueueMessage("One")
            .enqueueMessage("Two")
            .enqueueMessage("Other"));
    ModelStream first = recording.stream(ask("Hi"));
    ModelStream second = recording.stream(ask("Hi"));
    read(recording, ask("Ho"));
    second.forEachRemaining(event -> {});
    first.forEachRemaining(event -> {});

    ReplayingModel replaying = Cassette.in(file()).replaying();

    assertThat(texts(read(replaying, ask("Ho")))).containsExactly("Other");
    assertThat(texts(read(replaying, ask("Hi")))).containsExactly("One");
    assertThatThrownBy(replaying::assertDrained)
        .isInstanceOf(AssertionError.class)
        .hasMessage("Of 3 exchanges on " + file() + " these were not asked for: [2].");
    assertThat(texts(read(replaying, ask("Hi")))).containsExactly("Two");
    replaying.assertDrained();
    assertThatThrownBy(() -> replaying.stream(ask("Hi")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("made more often than when it was recorded");
  }

  private static List<String> texts(List<ModelEvent> events) {
    return events.stream()
        .filter(ItemDone.class::isInstance)
        .map(event -> ((AgentMessage) ((ItemDone) event).item()).text())
        .toList();
  }

  @Test
  void aMissNamesTheFirstDifferenceToTheNearestRequest() {
    RecordingModel recording = Cassette.in(file())
        .recording(new ScriptedModel().enqueueMessage("One").enqueueMessage("Two"));
    read(recording, ask("Something else"));
    read(
        recording,
        request(UserMessage.of("1", "Hi"), FunctionCallOutput.of("2", "c1", "exit code 0")));
    ReplayingModel replaying = Cassette.in(file()).replaying();
    ModelRequest changed =
        request(UserMessage.of("1", "Hi"), FunctionCallOutput.of("2", "c1", "exit code 1"));
    String message =
        "The request is not on the cassette " + file() + ". The nearest is exchange 2; the first"
            + " difference is at $.input[1].output\n"
            + "  recorded: \"exit code 0\"\n"
            + "  found:    \"exit code 1\"\n"
            + "If the new request is meant, record the cassette again.";

    assertThatThrownBy(() -> replaying.stream(changed))
        .isInstanceOf(AssertionError.class)
        .hasMessage(message);
    assertThatThrownBy(replaying::assertDrained)
        .isInstanceOf(AssertionError.class)
        .hasMessage(message);
  }

  @Test
  void aMissShowsOnlyTheNeighbourhoodOfALongDifference() {
    RecordingModel recording =
        Cassette.in(file()).recording(new ScriptedModel().enqueueMessage("One"));
    read(recording, ask("a".repeat(1000) + "X" + "b".repeat(1000)));
    ReplayingModel replaying = Cassette.in(file()).replaying();

    assertThatThrownBy(() -> replaying.stream(ask("a".repeat(1000) + "Y" + "b".repeat(1000))))
        .hasMessageContaining("$.input[0].content[0].text\n  recorded: …\"" + "a".repeat(30) + "X"
            + "b".repeat(89) + "\"…\n  found:    …\"" + "a".repeat(30) + "Y");
  }

  @Test
  void aToolThatWasAddedIsTheDifference() {
    ModelRequest request = ask("Hi");
    read(Cassette.in(file()).recording(new ScriptedModel().enqueueMessage("One")), request);
    ModelRequest more = request.toBuilder()
        .addTools(new ToolSpec.Hosted("new", "{\"type\":\"new\"}"))
        .build();

    assertThatThrownBy(() -> Cassette.in(file()).replaying().stream(more))
        .hasMessageContaining("$.tools[3]\n  recorded: nothing\n  found:    {\"json\"");
  }

  @Test
  void noSecretGetsIntoTheFile() throws IOException {
    String named = "hunter2\"\\é secret";
    String key = "sk-proj-AbCdEfGhIjKlMnOpQrStUv";
    String token = "Bearer abcdefghijklmnop.qrst";
    String github = "ghp_0123456789abcdefghijklmnop";
    String quoted = Json.quote(named);
    ModelFailure failure =
        BUSY.toBuilder().message("Bad key " + key + " " + named).build();
    Model real = new ScriptedModel()
        .profile(ModelProfile.unknown("gpt " + named))
        .enqueueAnswer(answer -> answer
            .event(new ModelEvent.TextDelta("m", "It is hunt"))
            .event(new ModelEvent.TextDelta("m", "er2\"\\é se"))
            .event(new ModelEvent.TextDelta("m", "cret!"))
            .message(named + key + " " + token)
            .toolCall("read", "{\"password\":" + quoted + "}")
            .failure(failure));
    Cassette cassette = Cassette.in(file()).redact(named);
    ModelRequest request =
        ask("Use " + named + " and " + github + " or Authorization: " + token).toBuilder()
            .instructions("Key: " + key)
            .build();
    assertThatThrownBy(() -> read(cassette.recording(real), request))
        .isInstanceOf(ModelException.class);

    assertThat(Files.readString(file()))
        .doesNotContain("hunter2", "hunt", "AbCdEfGh", "abcdefghijklmnop", "0123456789")
        .contains("It is <redacted>!", "Bearer <redacted>");
    ModelStream replayed = cassette.replaying().stream(request);
    replayed.next();
    assertThat(replayed.next()).isEqualTo(new ModelEvent.TextDelta("m", "It is <redacted>!"));
  }

  @Test
  void aSecretThatGetsPastTheScrubberStopsTheRecording() throws IOException {
    Cassette cassette = Cassette.in(file()).redact("8675309");
    ItemDone done = itemDone("{\"type\":\"novelty\",\"number\":8675309}");
    RecordingModel recording =
        cassette.recording(new ScriptedModel().enqueue(List.of(done, completed())));

    assertThatThrownBy(() -> read(recording, ask("Hi")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing was written");
    assertThat(Files.readAllLines(file())).hasSize(1);
  }

  private static ModelEvent completed() {
    return new ModelEvent.Completed("r", Usage.ZERO);
  }

  @Test
  void aHistoryIsWrittenOnce() throws IOException {
    RecordingModel recording = Cassette.in(file())
        .recording(FunctionModel.answering((request, answer) -> answer.message("Yes")));
    ModelInput input = ModelInput.empty();
    for (int round = 0; round < 20; round++) {
      input = input.plus(UserMessage.of("m" + round, "Question number " + round));
      read(recording, ask("").toBuilder().input(input).build());
    }

    String text = Files.readString(file());

    assertThat(text.split("Question number 0", -1)).hasSize(2);
    assertThat(text.split("Be brief", -1)).hasSize(2);
    ReplayingModel replaying = Cassette.in(file()).replaying();
    assertThat(texts(read(replaying, ask("").toBuilder().input(input).build())))
        .containsExactly("Yes");
  }

  @Test
  void anAnswerThatWasGivenUpWaitsToBeClosedAgain() {
    RecordingModel recording =
        Cassette.in(file()).recording(new ScriptedModel().enqueueMessage("Long."));
    ModelStream given = recording.stream(ask("Hi"));
    given.next();
    given.close();

    ModelStream replayed = Cassette.in(file()).replaying().stream(ask("Hi"));
    assertThat(replayed.next()).isEqualTo(new ModelEvent.Created("response-1"));
    replayed.close();
    assertThatThrownBy(replayed::hasNext).isInstanceOf(ModelException.class);
  }

  @Test
  void aFileThatIsNoCassetteIsNamed() throws IOException {
    assertThatThrownBy(() -> Cassette.in(file()).replaying())
        .isInstanceOf(AssertionError.class)
        .hasMessage("There is no cassette " + file() + ". Make one with Cassette.recording.");
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "{\"cassette\":99}\n");
    assertThatThrownBy(() -> Cassette.in(file()).replaying())
        .isInstanceOf(AssertionError.class)
        .hasMessage(file() + " is no cassette of version 1. Record it again.");
    Files.writeString(file(), "{\"cassette\":1,\"profile\":{}}\n{\"exchange\":");
    assertThatThrownBy(() -> Cassette.in(file()).replaying())
        .isInstanceOf(AssertionError.class)
        .hasMessage("Line 2 of " + file() + " cannot be read. Record it again.");
  }

  @Test
  void secretsTooShortToTellAreRefused() {
    assertThatThrownBy(() -> Cassette.in(file()).redact("abc"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatCode(() -> Cassette.in(file()).redact("abcd")).doesNotThrowAnyException();
  }

  @TestFactory
  Stream<DynamicTest> recordersAndReplayersKeepTheContractOfModels() {
    return Stream.of(new Recorders(folder), new Replayers(folder))
        .flatMap(contract -> contract.checks().entrySet().stream())
        .map(check -> dynamicTest(check.getKey(), check.getValue()::run));
  }

  private static class Recorders extends ModelContract {
    private final Path folder;

    Recorders(Path folder) {
      this.folder = folder;
    }

    Cassette cassette() {
      return Cassette.in(folder.resolve(UUID.randomUUID() + ".jsonl"));
    }

    @Override
    protected Model model() {
      return cassette()
          .recording(FunctionModel.answering((request, answer) -> answer.message("Hi")));
    }

    @Override
    protected Model stalledModel() {
      ScriptedModel model = new ScriptedModel().enqueueMessage("Never.");
      model.hold();
      return cassette().recording(model);
    }
  }

  private static final class Replayers extends Recorders {
    Replayers(Path folder) {
      super(folder);
    }

    @Override
    protected Model model() {
      Cassette cassette = cassette();
      RecordingModel recording =
          cassette.recording(FunctionModel.answering((request, answer) -> answer.message("Hi")));
      for (int i = 0; i < 3; i++) {
        read(recording, request());
      }
      return cassette.replaying();
    }

    @Override
    protected Model stalledModel() {
      Cassette cassette = cassette();
      cassette.recording(new ScriptedModel().enqueueMessage("Hi")).stream(request())
          .close();
      return cassette.replaying();
    }
  }
}
