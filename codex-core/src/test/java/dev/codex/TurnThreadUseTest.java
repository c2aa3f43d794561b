package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.item.ToolExecution;
import dev.codex.model.ModelEvent;
import dev.codex.model.ModelStream;
import dev.codex.policy.limit.Budget;
import dev.codex.testing.FunctionModel;
import dev.codex.testing.Gate;
import dev.codex.testing.RecordedRequest;
import dev.codex.testing.ScriptedAnswer;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which threads a round takes. */
@Timeout(60)
class TurnThreadUseTest {

  private final List<Thread> models = new CopyOnWriteArrayList<>();
  private final List<Thread> tools = new CopyOnWriteArrayList<>();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch free = new CountDownLatch(1);

  @AfterEach
  void letTheToolGo() {
    free.countDown();
  }

  private final TestTool here = new TestTool("here", invocation -> {
    tools.add(Thread.currentThread());
    inside.countDown();
    return dev.codex.tool.ToolResult.text("ok");
  });

  private final TestTool deaf = new TestTool("deaf", invocation -> {
    tools.add(Thread.currentThread());
    inside.countDown();
    while (free.getCount() > 0) {
      try {
        free.await();
      } catch (InterruptedException e) {
        // that is the point
      }
    }
    return dev.codex.tool.ToolResult.text("late");
  });

  private Agent agent(BiConsumer<RecordedRequest, ScriptedAnswer> answers) {
    return Agent.builder()
        .model(FunctionModel.answering((request, answer) -> {
          models.add(Thread.currentThread());
          answers.accept(request, answer);
        }))
        .tools(List.<Tool>of(here, deaf))
        .build();
  }

  @Test
  void aCallThatIsAloneRunsOnTheThreadOfItsTurn() {
    agent((request, answer) -> {
          if (models.size() <= 3) {
            answer.toolCall("here", "{\"n\":" + models.size() + "}");
          } else {
            answer.message("done");
          }
        })
        .run("Go");

    assertThat(tools).hasSize(3);
    assertThat(models).hasSize(4).containsOnly(tools.get(0));
    assertThat(tools).containsOnly(tools.get(0));
  }

  @Test
  void callsThatComeTogetherHaveThreadsOfTheirOwn() {
    agent((request, answer) -> {
          if (models.size() == 1) {
            answer.toolCall("here", "{}").toolCall("here", "{\"again\":1}");
          } else {
            answer.message("done");
          }
        })
        .run("Go");

    assertThat(tools).hasSize(2).doesNotContain(models.get(0));
  }

  @Test
  void anotherThreadGoesOnForOneThatATimeoutHasGivenUp() throws Exception {
    deaf.timeout = Duration.ofMillis(5);
    Turn turn = agent((request, answer) -> {
          switch (models.size()) {
            case 1 -> answer.toolCall("deaf", "{}");
            case 2 -> answer.toolCall("here", "{}");
            default -> answer.message("done");
          }
        })
        .startSession()
        .start("Go");

    assertThat(turn.await().finalMessage()).isEqualTo("done");
    free.countDown();
    assertThat(tools).hasSize(2);
    assertThat(models.get(0)).isSameAs(tools.get(0));
    assertThat(models.get(1)).isSameAs(tools.get(1)).isNotSameAs(tools.get(0));
    assertThat(turn.await().items()).filteredOn(ToolExecution.class::isInstance).hasSize(2);
  }

  @Test
  void aSessionGoesOnAfterATurnThatWasInterruptedInADeafTool() throws Exception {
    Session session = agent((request, answer) -> {
          if (models.size() == 1) {
            answer.toolCall("deaf", "{}");
          } else {
            answer.message("done");
          }
        })
        .startSession();
    Turn turn = session.start("Go");
    inside.await();

    turn.interrupt();

    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThat(session.run("Again").finalMessage()).isEqualTo("done");
    free.countDown();
  }

  @Test
  void aCallThatTheBudgetHasNoRoomForIsNotStartedWithOneThatItHas() throws Exception {
    here.parallelSafe();
    Gate held = new Gate();
    Turn turn = agent((request, answer) ->
            answer.toolCall("here", "{}").toolCall("here", "{\"again\":1}").waitFor(held))
        .newBuilder()
        .turnBudget(Budget.builder().maxToolCalls(1).build())
        .build()
        .startSession()
        .start("Go");
    held.awaitArrival();
    inside.await();
    held.open();

    assertThat(turn.await().status()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(tools).hasSize(1);
  }

  /** The turn asks whether more is here, is interrupted, and learns that there is not. */
  @Test
  void aCallThatWasPutOffIsNotStartedAfterAnInterrupt() throws Exception {
    CompletableFuture<Turn> started = new CompletableFuture<>();
    ScriptedModel scripted = new ScriptedModel().enqueueToolCall("here", "{}");
    Agent agent = Agent.builder()
        .model(request -> new AskedStream(scripted.stream(request), () -> {
          started.join().interrupt();
          return false;
        }))
        .addTool(here)
        .build();
    Turn turn = agent.startSession().start("Go");
    started.complete(turn);

    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThat(tools).isEmpty();
  }

  /** The host makes a thread for the turn, then none for a while, then again. */
  @Test
  void aTurnGoesOnWhenThereIsAThreadForItAgain() throws Exception {
    deaf.timeout = Duration.ofMillis(5);
    AtomicInteger asked = new AtomicInteger(); // since the first tool hangs
    Turn turn = agent((request, answer) -> {
          if (models.size() <= 2) {
            answer.toolCall("deaf", "{\"n\":" + models.size() + "}");
          } else {
            answer.message("done");
          }
        })
        .newBuilder()
        .threadFactory(task ->
            !tools.isEmpty() && asked.getAndIncrement() < 2 ? null : new Thread(task, "host"))
        .build()
        .startSession()
        .start("Go");

    assertThat(turn.await().finalMessage()).isEqualTo("done");
    assertThat(tools).hasSize(2).allMatch(thread -> thread.getName().equals("host"));
  }

  private record AskedStream(ModelStream stream, BooleanSupplier ready) implements ModelStream {
    @Override
    public boolean hasNext() {
      return stream.hasNext();
    }

    @Override
    public ModelEvent next() {
      return stream.next();
    }

    @Override
    public boolean isReady() {
      return ready.getAsBoolean();
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
