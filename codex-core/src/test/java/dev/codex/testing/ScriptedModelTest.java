package dev.codex.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.RateLimitedException;
import dev.codex.item.AgentMessage;
import dev.codex.item.CustomToolCall;
import dev.codex.item.FunctionCall;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.Reasoning;
import dev.codex.item.UserMessage;
import dev.codex.model.ItemDone;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelInput;
import dev.codex.model.ModelRequest;
import dev.codex.model.ModelStream;
import dev.codex.model.Usage;
import dev.codex.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScriptedModelTest {

  private static final ModelFailure BUSY =
      ModelFailure.of(ModelFailure.Kind.RATE_LIMIT, "Too many requests.");

  private final ScriptedModel model = new ScriptedModel();

  static ModelRequest request(ModelItem... items) {
    return ModelRequest.builder()
        .sessionId("s")
        .turnId("t")
        .instructions("Be brief.")
        .input(ModelInput.of(List.of(items)))
        .addTools(ToolSpec.function(
            "read", "Reads.", "{\"type\":\"object\"}", ToolSpec.Strictness.STRICT))
        .build();
  }

  static List<ModelEvent> read(ModelStream stream) {
    List<ModelEvent> events = new ArrayList<>();
    try (stream) {
      stream.forEachRemaining(events::add);
    }
    return events;
  }

  @Test
  void answersComeInOrderWithCountedNames() {
    model
        .enqueueToolCall("read", "{}")
        .enqueueFreeformCall("patch", "*** Begin")
        .enqueueMessage("Done.");

    assertThat(read(model.stream(request())))
        .containsExactly(
            new ModelEvent.Created("response-1"),
            ItemDone.of(FunctionCall.of("item-1", "call-1", "read", "{}")),
            new ModelEvent.Completed("response-1", Usage.of(10, 5)));
    assertThat(read(model.stream(request())))
        .containsExactly(
            new ModelEvent.Created("response-2"),
            ItemDone.of(new CustomToolCall("item-2", "call-2", "patch", "*** Begin")),
            new ModelEvent.Completed("response-2", Usage.of(10, 5)));
    assertThat(read(model.stream(request())))
        .containsExactly(
            new ModelEvent.Created("response-3"),
            ItemDone.of(AgentMessage.of("message-1", "Done.")),
            new ModelEvent.Completed("response-3", Usage.of(10, 5)));
    model.assertDrained();
  }

  @Test
  void oneAnswerMayHaveManyPartsAndItsOwnUsage() {
    model.enqueueAnswer(answer -> answer
        .streaming()
        .reasoning("Hm.")
        .message("Two words.")
        .toolCall("read", "{\"a\":1}")
        .toolCall("mine", "read", "{}")
        .usage(Usage.of(7, 3)));

    assertThat(read(model.stream(request())))
        .containsExactly(
            new ModelEvent.Created("response-1"),
            new ModelEvent.ItemStarted(new Reasoning("reasoning-1", List.of(), List.of(), "")),
            new ModelEvent.ReasoningSummaryDelta("reasoning-1", 0, "Hm."),
            ItemDone.of(new Reasoning("reasoning-1", List.of("Hm."), List.of(), "")),
            new ModelEvent.ItemStarted(new AgentMessage("message-1", List.of())),
            new ModelEvent.TextDelta("message-1", "Two "),
            new ModelEvent.TextDelta("message-1", "words."),
            ItemDone.of(AgentMessage.of("message-1", "Two words.")),
            ItemDone.of(FunctionCall.of("item-1", "call-1", "read", "{\"a\":1}")),
            ItemDone.of(FunctionCall.of("item-2", "mine", "read", "{}")),
            new ModelEvent.Completed("response-1", Usage.of(7, 3)));
  }

  @Test
  void requestsAreTakenInOrder() {
    model.enqueueToolCall("read", "{}").enqueueMessage("Done.");
    ModelRequest first = request(UserMessage.of("m", "Read it."));
    ModelRequest second =
        request(UserMessage.of("m", "Read it."), FunctionCallOutput.of("o", "call-1", "text"));

    model.stream(first);
    model.stream(second);

    assertThat(model.requests())
        .extracting(RecordedRequest::request)
        .containsExactly(first, second);
    assertThat(model.takeRequest().lastUserText()).isEqualTo("Read it.");
    RecordedRequest taken = model.takeRequest();
    assertThat(taken.toolOutput("call-1")).isEqualTo("text");
    assertThat(taken.toolOutputs()).isEqualTo(Map.of("call-1", "text"));
    assertThat(taken.toolNames()).containsExactly("read");
    assertThat(taken.input()).hasSize(2);
    assertThatThrownBy(() -> taken.toolOutput("call-9"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("The request answers no call 'call-9'. It answers [call-1].");
    assertThatThrownBy(model::takeRequest)
        .isInstanceOf(AssertionError.class)
        .hasMessage("There is no request left to take: 2 were made and taken.");
  }

  @Test
  void aRequestWithoutAnAnswerFailsNowAndAtTheEnd() {
    ModelRequest request =
        request(UserMessage.of("m", "Hello?"), FunctionCallOutput.of("o", "call-1", "out"));
    String message = "The script has no answer for request 1:\n"
        + "  last user text: Hello?\n"
        + "  output of call-1: out\n"
        + "  tools: [read]";

    assertThatThrownBy(() -> model.stream(request))
        .isInstanceOf(AssertionError.class)
        .hasMessage(message);
    assertThatThrownBy(model::assertDrained).isInstanceOf(AssertionError.class).hasMessage(message);
  }

  @Test
  void answersThatNobodyAskedForAreReported() {
    model.enqueueMessage("One.").enqueueMessage("Two.");
    model.stream(request());

    assertThatThrownBy(model::assertDrained)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("1 scripted answers were not asked for")
        .hasMessageContaining("Two.");
  }

  @Test
  void aRequestCanBeRefused() {
    model.enqueueFailure(BUSY);

    assertThatThrownBy(() -> model.stream(request()))
        .isInstanceOf(RateLimitedException.class)
        .hasMessage("Too many requests.");
  }

  @Test
  void anAnswerCanBreakOff() {
    ModelEvent created = new ModelEvent.Created("r");
    model
        .enqueueFailure(List.of(created), BUSY)
        .enqueueAnswer(answer -> answer.message("Half").failure(BUSY))
        .enqueue(List.of(created));

    ModelStream first = model.stream(request());
    assertThat(first.next()).isEqualTo(created);
    assertThatThrownBy(first::hasNext).isInstanceOf(RateLimitedException.class);
    ModelStream second = model.stream(request());
    second.next();
    assertThat(second.next()).isEqualTo(ItemDone.of(AgentMessage.of("message-1", "Half")));
    assertThatThrownBy(second::next).isInstanceOf(RateLimitedException.class);
    ModelStream third = model.stream(request());
    third.next();
    assertThatThrownBy(third::next)
        .isInstanceOf(ModelException.class)
        .hasMessage("The answer ended before it was complete.");
  }

  @Test
  void aHeldAnswerWaitsUntilItsGateOpens() throws Exception {
    Gate gate = model.enqueueMessage("Late.").hold();
    FutureTask<List<ModelEvent>> reader = started(() -> read(model.stream(request())));

    gate.awaitArrival();
    assertThat(reader).isNotDone();
    gate.open();

    assertThat(reader.get(20, TimeUnit.SECONDS)).hasSize(3);
  }

  @Test
  void aHeldAnswerEndsWhenItIsClosed() {
    Gate gate = model.enqueueMessage("Never.").hold();
    ModelStream stream = model.stream(request());
    FutureTask<List<ModelEvent>> reader = started(() -> read(stream));

    gate.awaitArrival();
    stream.close();

    assertThatThrownBy(() -> reader.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ModelException.class)
        .hasRootCauseMessage("The answer was closed before it was complete.");
  }

  @Test
  void anInterruptedReaderKeepsItsFlag() {
    model.enqueueMessage("Never.").hold();
    ModelStream stream = model.stream(request());

    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> read(stream)).isInstanceOf(ModelException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aFunctionAnswersEveryRequest() {
    FunctionModel parrot =
        FunctionModel.answering((request, answer) -> answer.message(request.lastUserText()));

    assertThat(read(parrot.stream(request(UserMessage.of("m", "Hi")))).get(1))
        .isEqualTo(ItemDone.of(AgentMessage.of("message-1", "Hi")));
    assertThat(read(parrot.stream(request(UserMessage.of("m", "Ho")))).get(1))
        .isEqualTo(ItemDone.of(AgentMessage.of("message-2", "Ho")));
  }

  @Test
  void aFunctionMayGiveEventsAsTheyAre() {
    ModelEvent end = new ModelEvent.Completed("r", Usage.ZERO);

    assertThat(read(FunctionModel.of(request -> List.of(end)).stream(request())))
        .containsExactly(end);
  }

  private static <T> FutureTask<T> started(Callable<T> action) {
    FutureTask<T> task = new FutureTask<>(action);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
