package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.codex.event.ItemStarted;
import dev.codex.hook.HookResult;
import dev.codex.item.ModelItem;
import dev.codex.item.ToolExecution;
import dev.codex.item.WorkStatus;
import dev.codex.model.Model;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelStream;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.Decision;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code of the host that neither listens to a cancellation nor to an interrupt. */
@Timeout(30)
class HangingHostTest {

  private final ScriptedModel model = new ScriptedModel();
  private volatile CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch free = new CountDownLatch(1);

  @AfterEach
  void letEverybodyGo() {
    free.countDown();
  }

  private void hang() {
    inside.countDown();
    boolean waiting = true;
    while (waiting) {
      try {
        free.await();
        waiting = false;
      } catch (InterruptedException e) {
        // that is the point
      }
    }
  }

  private TestTool deafTool() {
    TestTool deaf = new TestTool("deaf", invocation -> {
      hang();
      return ToolResult.text("late");
    });
    deaf.timeout = Duration.ofMillis(5);
    return deaf;
  }

  @Test
  void aToolThatOutlivesItsTimeIsAnsweredAndTheTurnGoesOn() {
    model
        .enqueueAnswer(answer -> answer.toolCall("deaf", "{}").toolCall("echo", "{}"))
        .enqueueMessage("Done.");
    Agent agent = Agent.builder()
        .model(model)
        .tools(List.of(deafTool(), TestTool.echo("echo")))
        .build();

    Turn turn = agent.startSession().start("Go");

    assertThat(turn.await().finalMessage()).isEqualTo("Done.");
    model.takeRequest();
    var second = model.takeRequest();
    assertThat(second.toolOutput("call-1"))
        .startsWith("timed out after 5 ms")
        .contains("did not stop")
        .contains("may still happen");
    assertThat(second.toolOutput("call-2")).isEqualTo("echo {}");
    assertThat(turn.await().items())
        .filteredOn(ToolExecution.class::isInstance)
        .extracting(item -> ((ToolExecution) item).status())
        .containsExactly(WorkStatus.FAILED, WorkStatus.COMPLETED);
  }

  @Test
  void whatAToolSaysAfterItsTimeReachesNobody() throws Exception {
    CountDownLatch returned = new CountDownLatch(1);
    AtomicReference<ToolInvocation> kept = new AtomicReference<>();
    CompletableFuture<Throwable> late = new CompletableFuture<>();
    TestTool deaf = new TestTool("deaf", invocation -> {
      kept.set(invocation);
      hang();
      late.complete(catchThrowable(() -> invocation.files().read(Path.of("/x"))));
      invocation
          .progress()
          .started(ToolExecution.builder()
              .id("late")
              .tool("deaf")
              .input("{}")
              .status(WorkStatus.IN_PROGRESS)
              .build());
      returned.countDown();
      return ToolResult.text("late");
    });
    deaf.timeout = Duration.ofMillis(5);
    dev.codex.testing.Gate held =
        model.enqueueToolCall("deaf", "{}").enqueueMessage("Done.").hold();
    Turn turn =
        Agent.builder().model(model).addTool(deaf).build().startSession().start("Go");
    held.awaitArrival();

    free.countDown();
    returned.await();
    held.open();

    assertThat(turn.await().finalMessage()).isEqualTo("Done.");
    assertThat(turn).filteredOn(ItemStarted.class::isInstance).hasSize(1);
    assertThat(late.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("call-1");
  }

  /** All at once, since each of them takes the whole of the time that is allowed. */
  @Test
  void nothingThatHangsCanHoldUpAnInterruptOrAClose() throws Exception {
    inside = new CountDownLatch(5);
    Map<String, Turn> turns = new LinkedHashMap<>();
    turns.put(
        "a stream that ignores its close",
        sessionOf(request -> new HangingStream(this::hang, () -> {})).start("Go"));
    turns.put(
        "a stream whose close hangs",
        sessionOf(request -> new HangingStream(
                () -> {
                  inside.countDown();
                  new CountDownLatch(1).await();
                },
                this::hang))
            .start("Go"));
    turns.put(
        "a model that hangs before it answers",
        sessionOf(request -> {
              hang();
              throw new IllegalStateException("late");
            })
            .start("Go"));
    turns.put(
        "a hook",
        agent()
            .addHook(event -> {
              hang();
              return HookResult.proceed();
            })
            .build()
            .startSession()
            .start("Go"));
    model.enqueueToolCall("echo", "{}");
    turns.put(
        "an approver",
        agent()
            .addTool(TestTool.echo("echo"))
            .approvalPolicy(ApprovalPolicy.UNTRUSTED)
            .approver(request -> {
              hang();
              return Decision.approve();
            })
            .build()
            .startSession()
            .start("Go"));
    inside.await();

    long begin = System.nanoTime();
    turns.values().forEach(Turn::interrupt);
    long interrupted = System.nanoTime();

    turns.forEach((what, turn) ->
        assertThat(turn.await().status()).as(what).isEqualTo(TurnStatus.INTERRUPTED));
    turns.values().forEach(Turn::close);
    assertThat(Duration.ofNanos(interrupted - begin)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void theSessionGoesOnAfterAModelWasLeftBehindAndHasComeBack() throws Exception {
    model.enqueueMessage("Now it works.");
    CountDownLatch back = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    Session session = sessionOf(request -> {
      if (first.getAndSet(false)) {
        hang();
        back.countDown();
        throw new IllegalStateException("late");
      }
      return model.stream(request);
    });
    Turn turn = session.start("Go");
    inside.await();
    turn.close();
    List<ModelItem> history = session.history();

    free.countDown();
    back.await();

    assertThat(history.toString()).contains("<turn_aborted>");
    assertThat(session.run("Again").finalMessage()).isEqualTo("Now it works.");
    assertThat(session.history().subList(0, history.size())).isEqualTo(history);
  }

  @Test
  void closingASessionDoesNotWaitForAModelForEver() throws Exception {
    Session session = sessionOf(request -> {
      hang();
      throw new IllegalStateException("late");
    });
    Turn turn = session.start("Go");
    inside.await();

    session.close();

    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
  }

  private AgentBuilder agent() {
    return Agent.builder().model(model);
  }

  private static Session sessionOf(Model model) {
    return Agent.builder().model(model).build().startSession();
  }

  private interface Blocking {
    void run() throws InterruptedException;
  }

  private record HangingStream(Blocking reading, Runnable closing) implements ModelStream {
    @Override
    public boolean hasNext() {
      try {
        reading.run();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
      return false;
    }

    @Override
    public ModelEvent next() {
      throw new NoSuchElementException();
    }

    @Override
    public void close() {
      closing.run();
    }
  }
}
