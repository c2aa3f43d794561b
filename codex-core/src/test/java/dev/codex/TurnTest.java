package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.codex.error.ModelFailure;
import dev.codex.error.TurnFailedException;
import dev.codex.error.TurnInterruptedException;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.Retrying;
import dev.codex.event.Steered;
import dev.codex.event.TextDelta;
import dev.codex.event.TurnCompleted;
import dev.codex.event.TurnFailed;
import dev.codex.event.TurnInterrupted;
import dev.codex.event.TurnStarted;
import dev.codex.event.UsageUpdated;
import dev.codex.item.AgentMessage;
import dev.codex.item.ModelItem;
import dev.codex.item.UserMessage;
import dev.codex.model.ItemDone;
import dev.codex.model.ModelEvent;
import dev.codex.model.Usage;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnTest {

  private final ScriptedModel model = new ScriptedModel();

  private Session session(TestTool... tools) {
    return agent(tools).startSession();
  }

  private Agent agent(TestTool... tools) {
    return Agent.builder().model(model).tools(List.of(tools)).build();
  }

  private static List<Event> events(Turn turn) {
    List<Event> events = new ArrayList<>();
    turn.forEach(events::add);
    return events;
  }

  private static String lastUserText(List<ModelItem> items) {
    return ((UserMessage) items.get(items.size() - 1)).text();
  }

  @Test
  void aTurnOfOneMessageHasTheseEvents() {
    model.streaming().enqueueMessage("Hello there");

    Turn turn = session().start("Hi");

    AgentMessage message = AgentMessage.of("message-1", "Hello there");
    assertThat(events(turn))
        .containsExactly(
            new TurnStarted(turn.sessionId(), turn.id()),
            new TextDelta("message-1", "Hello "),
            new TextDelta("message-1", "there"),
            new ItemCompleted(message),
            new UsageUpdated(Usage.of(10, 5), Usage.of(10, 5)),
            new TurnCompleted(Usage.of(10, 5), Optional.empty()));
    TurnResult result = turn.await();
    assertThat(result.status()).isEqualTo(TurnStatus.COMPLETED);
    assertThat(result.items()).containsExactly(message);
    assertThat(result).hasToString("Hello there");
  }

  @Test
  void theFirstRequestBringsPermissionsEnvironmentAndPrompt() {
    model.enqueueMessage("Hello").enqueueMessage("Again");
    Session session = session();

    session.run("Hi");
    session.run("And?");

    List<ModelItem> first = model.takeRequest().input();
    assertThat(first).hasSize(3);
    assertThat(first.get(0).toString()).contains("<permissions instructions>", "`read-only`");
    assertThat(first.get(1).toString())
        .contains("<environment_context>", session.workingDirectory().toString());
    assertThat(lastUserText(first)).isEqualTo("Hi");
    List<ModelItem> second = model.takeRequest().input();
    assertThat(second.subList(0, 3)).isEqualTo(first);
    assertThat(second).hasSize(5);
    assertThat(lastUserText(second)).isEqualTo("And?");
  }

  @Test
  void aTurnCanBeReadLateTwiceAndFromTwoThreads() throws Exception {
    Gate gate = model.streaming().enqueueMessage("one two three").hold();
    Turn turn = session().start("Hi");
    CompletableFuture<List<Event>> other = CompletableFuture.supplyAsync(() -> events(turn));
    gate.awaitArrival();
    gate.open();

    List<Event> live = events(turn);

    assertThat(live).hasSize(7);
    assertThat(events(turn)).isEqualTo(live);
    assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(live);
  }

  @Test
  void aSecondTurnBesideARunningOneIsRefusedWithAdvice() {
    Gate gate = model.enqueueMessage("Hello").hold();
    Session session = session();
    Turn turn = session.start("Hi");
    gate.awaitArrival();

    assertThatThrownBy(() -> session.start("Me too"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("steer", "interrupt", turn.id());

    gate.open();
    turn.await();
  }

  @Test
  void steeringLandsBehindTheOutputsOfRunningTools() throws Exception {
    CompletableFuture<Void> running = new CompletableFuture<>();
    CompletableFuture<Void> proceed = new CompletableFuture<>();
    TestTool slow = new TestTool("slow", invocation -> {
      running.complete(null);
      proceed.get();
      return ToolResult.text("done");
    });
    model.enqueueToolCall("slow", "{}").enqueueMessage("Both.");
    Turn turn = session(slow).start("Do it");

    running.get(20, TimeUnit.SECONDS);
    turn.steer("And this");
    proceed.complete(null);

    TurnResult result = turn.await();
    assertThat(result.finalMessage()).isEqualTo("Both.");
    model.takeRequest();
    List<ModelItem> second = model.takeRequest().input();
    assertThat(second.get(second.size() - 2).toString()).contains("done");
    assertThat(lastUserText(second)).isEqualTo("And this");
    assertThat(events(turn)).filteredOn(Steered.class::isInstance).hasSize(1);
  }

  @Test
  void steeringDuringTheLastMessageKeepsTheTurnGoing() {
    Gate gate = model.enqueueMessage("Finished.").hold();
    model.enqueueMessage("That too.");
    Turn turn = session().start("Do it");
    gate.awaitArrival();

    turn.steer("And this");
    gate.open();

    assertThat(turn.await().finalMessage()).isEqualTo("That too.");
    model.takeRequest();
    assertThat(model.takeRequest().lastUserText()).isEqualTo("And this");
    assertThatThrownBy(() -> turn.steer("Late"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is over");
  }

  @Test
  void anInterruptDuringAnAnswerKeepsWhatWasFinishedAndTheSessionGoesOn() {
    Gate gate = model.enqueueMessage("Half").hold();
    model.enqueueMessage("Fine.");
    Session session = session();
    Turn turn = session.start("Do it");
    gate.awaitArrival();

    turn.interrupt();

    TurnResult result = turn.await();
    assertThat(result.status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThat(result.finalMessage()).isEqualTo("Half");
    assertThat(events(turn)).last().isInstanceOf(TurnInterrupted.class);
    assertThat(session.run("Go on").finalMessage()).isEqualTo("Fine.");
    List<ModelItem> input = model.requests().get(1).input();
    assertThat(input.get(input.size() - 3)).isEqualTo(AgentMessage.of("message-1", "Half"));
    assertThat(input.get(input.size() - 2).toString()).contains("<turn_aborted>");
  }

  @Test
  void anInterruptDuringAToolCancelsItAndAnswersTheCall() throws Exception {
    CompletableFuture<Void> running = new CompletableFuture<>();
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    TestTool slow = new TestTool("slow", invocation -> {
      invocation.cancellation().onCancel(() -> cancelled.complete(null));
      running.complete(null);
      cancelled.get();
      throw new IllegalStateException("stopped");
    });
    model.enqueueToolCall("slow", "{}").enqueueMessage("Fine.");
    Session session = session(slow);
    Turn turn = session.start("Do it");
    running.get(20, TimeUnit.SECONDS);

    turn.interrupt();

    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
    session.run("Go on");
    assertThat(model.requests().get(1).toolOutput("call-1"))
        .matches("aborted by user after \\d+\\.\\ds");
  }

  @Test
  void aToolThatDoesNotListenCannotHoldUpAnInterrupt() throws Exception {
    CompletableFuture<Void> running = new CompletableFuture<>();
    CompletableFuture<Void> never = new CompletableFuture<>();
    TestTool deaf = new TestTool("deaf", invocation -> {
      running.complete(null);
      never.join();
      return ToolResult.text("too late");
    });
    model.enqueueToolCall("deaf", "{}");
    Turn turn = session(deaf).start("Do it");
    running.get(20, TimeUnit.SECONDS);

    turn.interrupt();

    assertThat(turn.await(Duration.ofSeconds(20)).orElseThrow().status())
        .isEqualTo(TurnStatus.INTERRUPTED);
    never.complete(null);
  }

  @Test
  void closingARunningTurnInterruptsItAndWaits() {
    Gate gate = model.enqueueMessage("Hello").hold();
    Turn turn = session().start("Hi");
    gate.awaitArrival();

    turn.close();

    assertThat(events(turn)).last().isInstanceOf(TurnInterrupted.class);
  }

  @Test
  void interruptingTheWaitingThreadInterruptsTheTurn() throws Exception {
    Gate gate = model.enqueueMessage("Hello").hold();
    Turn turn = session().start("Hi");
    gate.awaitArrival();
    CompletableFuture<String> seen = new CompletableFuture<>();
    Thread waiter = new Thread(() -> {
      try {
        turn.await();
        seen.complete("returned");
      } catch (TurnInterruptedException e) {
        seen.complete("interrupted, flag " + Thread.currentThread().isInterrupted());
      }
    });
    waiter.start();

    waiter.interrupt();

    assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("interrupted, flag true");
    assertThat(events(turn)).last().isInstanceOf(TurnInterrupted.class);
  }

  @Test
  void waitingCanBeGivenUp() {
    Gate gate = model.enqueueMessage("Hello").hold();
    Turn turn = session().start("Hi");
    gate.awaitArrival();

    assertThat(turn.await(Duration.ofMillis(1))).isEmpty();

    gate.open();
    assertThat(turn.await(Duration.ofSeconds(20))).isPresent();
  }

  @Test
  void anAnswerThatBreaksOffIsAskedForAgainAfterItsFinishedCallsAreRun() {
    TestTool tool = TestTool.echo("tool");
    ModelFailure cut = ModelFailure.builder()
        .kind(ModelFailure.Kind.STREAM)
        .message("stream closed")
        .retryAfter(Duration.ZERO)
        .build();
    model
        .enqueueAnswer(answer -> answer.toolCall("tool", "{}").failure(cut))
        .enqueueMessage("Fine.");
    Turn turn = session(tool).start("Do it");

    assertThat(turn.await().finalMessage()).isEqualTo("Fine.");
    assertThat(events(turn)).contains(new Retrying(1, 5, Duration.ZERO, cut));
    model.takeRequest();
    assertThat(model.takeRequest().toolOutput("call-1")).isEqualTo("echo {}");
    assertThat(tool.inputs).containsExactly("{}");
  }

  @Test
  void anAnswerWithoutItsEndIsRetriedLikeOneThatBreaksOff() {
    model.enqueue(
        List.of(new ModelEvent.Created("r1"), ItemDone.of(AgentMessage.of("m1", "first"))));
    model.enqueueMessage("second");
    Turn turn = session().start("Hi");

    TurnResult result = turn.await();

    assertThat(result.items())
        .containsExactly(AgentMessage.of("m1", "first"), AgentMessage.of("message-1", "second"));
    assertThat(events(turn)).filteredOn(Retrying.class::isInstance).hasSize(1);
  }

  @Test
  void whatCannotBeRetriedFailsTheTurnAndTheSessionGoesOn() {
    ModelFailure bad = ModelFailure.of(ModelFailure.Kind.INVALID_REQUEST, "no such model");
    model.enqueueFailure(bad).enqueueMessage("Fine.");
    Session session = session();
    Turn turn = session.start("Hi");

    assertThatThrownBy(turn::await)
        .isInstanceOf(TurnFailedException.class)
        .hasMessage("no such model");
    assertThat(turn.completion())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isExactlyInstanceOf(TurnFailedException.class)
        .withMessage("no such model");
    assertThat(events(turn))
        .last()
        .isEqualTo(new TurnFailed("no such model", Optional.of(bad), Usage.ZERO));
    assertThat(session.run("Again").finalMessage()).isEqualTo("Fine.");
  }

  @Test
  void completionIsTheSameResultAsAStage() throws Exception {
    model.enqueueMessage("Hello");

    TurnResult result =
        session().start("Hi").completion().toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(result.finalMessage()).isEqualTo("Hello");
  }

  @Test
  void emptyMessagesAreToldButDoNotEnterTheHistory() {
    model.enqueueMessage("");
    Session session = session();

    TurnResult result = session.run("Hi");

    assertThat(result.items()).singleElement().isInstanceOf(AgentMessage.class);
    assertThat(result.finalMessage()).isEmpty();
    assertThat(session.history()).hasSize(3);
  }

  @Test
  void aClosedSessionSaysHowToGoOn() {
    Session session = session();
    session.close();

    assertThatThrownBy(() -> session.run("Hi"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Session " + session.id() + " is closed. Open it again with Agent.resumeSession.");
  }

  @Test
  void whatIsSaidBehindTheLastAnswerIsRefusedAndNotForgotten() {
    AtomicReference<Turn> turn = new AtomicReference<>();
    AtomicReference<Throwable> refused = new AtomicReference<>();
    CountDownLatch known = new CountDownLatch(1);
    AtomicBoolean answered = new AtomicBoolean();
    Clock clock = new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() { // asked right behind the answer
        if (answered.getAndSet(false)) {
          refused.set(catchThrowable(() -> turn.get().steer("One more thing")));
        }
        return Instant.EPOCH;
      }
    };
    model.enqueueMessage("Done.");
    Agent agent = Agent.builder()
        .model(request -> {
          awaitUninterruptibly(known);
          answered.set(true);
          return model.stream(request);
        })
        .clock(clock)
        .build();

    turn.set(agent.startSession().start("Go"));
    known.countDown();
    turn.get().await();

    assertThat(refused.get()).isInstanceOf(IllegalStateException.class);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
