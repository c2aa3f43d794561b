package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.limit.Budget;
import dev.codex.policy.limit.BudgetExceeded;
import dev.codex.session.InMemorySessionStore;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The budget of time, which runs out whatever the turn is doing. */
@Timeout(30)
class WallTimeTest {

  private static final Budget SHORT =
      Budget.builder().maxWallTime(Duration.ofMillis(200)).build();

  private final ScriptedModel model = new ScriptedModel();

  @Test
  void itStopsAToolThatRuns() {
    model.enqueueToolCall("slow", "{}").enqueueMessage("Done.");
    TestTool slow = new TestTool("slow", invocation -> {
      CountDownLatch cancelled = new CountDownLatch(1);
      invocation.cancellation().onCancel(cancelled::countDown);
      cancelled.await();
      throw new IllegalStateException("stopped");
    });
    InMemorySessionStore store = InMemorySessionStore.create();
    Agent agent = Agent.builder()
        .model(model)
        .addTool(slow)
        .turnBudget(SHORT)
        .sessionStore(store)
        .build();
    TurnResult result;
    String id;
    try (Session session = agent.startSession()) {
      id = session.id();
      result = session.run("Go");
    }

    assertThat(result.status()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(result.stoppedBy())
        .contains(new BudgetExceeded(Budget.Limit.WALL_TIME, BudgetExceeded.Scope.TURN, 200, 200));
    Agent patient = agent.newBuilder().turnBudget(Budget.unlimited()).build();
    try (Session resumed = patient.resumeSession(id)) {
      assertThat(resumed.run("Go on").finalMessage()).isEqualTo("Done.");
    }
    assertThat(model.requests().get(1).toolOutput("call-1"))
        .matches("stopped after \\d\\.\\ds: the budget is used up \\(WALL_TIME of the turn: 200 of"
            + " 200\\)");
  }

  @Test
  void itStopsAnAnswerThatIsBeingRead() {
    model.enqueueMessage("Half").hold();
    model.enqueueMessage("Done.");
    Session session = Agent.builder().model(model).sessionBudget(SHORT).build().startSession();

    TurnResult result = session.run("Go");

    assertThat(result.status()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(result.finalMessage()).isEqualTo("Half");
    assertThat(result.stoppedBy().orElseThrow().scope()).isEqualTo(BudgetExceeded.Scope.SESSION);
    assertThat(session.history().toString()).doesNotContain("<turn_aborted>");
  }

  @Test
  void aTurnThatIsQuickerEndsAsItWould() {
    model.enqueueToolCall("echo", "{}").enqueueMessage("Done.");
    Agent agent = Agent.builder()
        .model(model)
        .addTool(new TestTool("echo", invocation -> ToolResult.text("echo")))
        .turnBudget(Budget.builder().maxWallTime(Duration.ofMinutes(5)).build())
        .build();

    assertThat(agent.run("Go").status()).isEqualTo(TurnStatus.COMPLETED);
  }
}
