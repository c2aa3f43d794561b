package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.error.TurnFailedException;
import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.item.FunctionCall;
import dev.codex.item.ToolExecution;
import dev.codex.item.WorkStatus;
import dev.codex.model.Usage;
import dev.codex.policy.limit.Budget;
import dev.codex.policy.limit.BudgetExceeded;
import dev.codex.policy.limit.LoopGuard;
import dev.codex.testing.RecordedRequest;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ToolLoopTest {

  private final ScriptedModel model = new ScriptedModel();

  private AgentBuilder agent(TestTool... tools) {
    return Agent.builder().model(model).tools(List.of(tools));
  }

  private RecordedRequest request(int index) {
    return model.requests().get(index);
  }

  @Test
  void outputsGoBackToTheModelAndTheCallIsShown() {
    model.enqueueToolCall("tool", "{\"a\":1}").enqueueMessage("Done.");
    Turn turn = agent(TestTool.echo("tool")).build().startSession().start("Do it");

    assertThat(turn.await().finalMessage()).isEqualTo("Done.");
    assertThat(request(1).toolOutput("call-1")).isEqualTo("echo {\"a\":1}");
    assertThat(turn)
        .filteredOn(ItemStarted.class::isInstance)
        .containsExactly(new ItemStarted(ToolExecution.builder()
            .id("call-1")
            .tool("tool")
            .input("{\"a\":1}")
            .status(WorkStatus.IN_PROGRESS)
            .build()));
    assertThat(turn)
        .filteredOn(event -> event instanceof ItemCompleted done
            && done.item() instanceof ToolExecution tool
            && tool.status() == WorkStatus.COMPLETED
            && tool.output().equals("echo {\"a\":1}"))
        .hasSize(1);
    model.assertDrained();
  }

  @Test
  void parallelSafeCallsRunSideBySideAndAreAnsweredInOrder() {
    CyclicBarrier together = new CyclicBarrier(3);
    TestTool tool = new TestTool("tool", invocation -> {
          together.await(20, TimeUnit.SECONDS);
          return ToolResult.text("for " + invocation.callId());
        })
        .parallelSafe();
    model
        .enqueueAnswer(
            answer -> answer.toolCall("tool", "1").toolCall("tool", "2").toolCall("tool", "3"))
        .enqueueMessage("Done.");

    agent(tool).build().run("Do it");

    assertThat(request(1).toolOutputs().entrySet())
        .extracting(entry -> entry.getKey() + "=" + entry.getValue())
        .containsExactly("call-1=for call-1", "call-2=for call-2", "call-3=for call-3");
  }

  @Test
  void otherCallsRunAloneAndInOrder() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    TestTool.Body body = invocation -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      Thread.yield();
      running.decrementAndGet();
      return ToolResult.text("ok");
    };
    TestTool alone = new TestTool("alone", body);
    TestTool beside = new TestTool("beside", body).parallelSafe();
    model
        .enqueueAnswer(answer -> {
          for (int i = 0; i < 20; i++) {
            answer.toolCall("alone", "" + i).toolCall("beside", "" + i);
          }
        })
        .enqueueMessage("Done.");

    agent(alone, beside).build().run("Do it");

    assertThat(most).hasValue(1);
    assertThat(alone.inputs)
        .containsExactlyElementsOf(alone.inputs.stream()
            .sorted((a, b) -> Integer.parseInt(a) - Integer.parseInt(b))
            .toList());
    assertThat(request(1).toolOutputs()).hasSize(40);
  }

  @Test
  void aCallStartsWhileTheAnswerIsStillArriving() throws Exception {
    CompletableFuture<Void> ran = new CompletableFuture<>();
    TestTool tool = new TestTool("tool", invocation -> {
      ran.complete(null);
      return ToolResult.text("ok");
    });
    var gate = model.enqueueToolCall("tool", "{}").hold();
    model.enqueueMessage("Done.");
    Turn turn = agent(tool).build().startSession().start("Do it");
    gate.awaitArrival();

    ran.get(20, TimeUnit.SECONDS);

    gate.open();
    turn.await();
  }

  @Test
  void callsOfUnknownToolsAreAnsweredInCodexsWords() {
    model
        .enqueueAnswer(answer -> answer.toolCall("nope", "{}").freeformCall("never", "x"))
        .enqueueMessage("Done.");

    agent(TestTool.echo("tool")).build().run("Do it");

    assertThat(request(1).toolOutput("call-1")).isEqualTo("unsupported call: nope");
    assertThat(request(1).toolOutput("call-2")).isEqualTo("unsupported custom tool call: never");
  }

  @Test
  void theNamespaceOfAllOrdinaryToolsMayBeNamed() {
    FunctionCall.Builder call = FunctionCall.builder().id("fc_1").name("tool").arguments("{}");
    model
        .enqueueAnswer(answer -> answer
            .item(call.callId("c1").namespace("functions").build())
            .item(call.callId("c2").namespace("other").build()))
        .enqueueMessage("Done.");

    agent(TestTool.echo("tool")).build().run("Do it");

    assertThat(request(1).toolOutput("c1")).isEqualTo("echo {}");
    assertThat(request(1).toolOutput("c2")).isEqualTo("unsupported call: othertool");
  }

  @Test
  void theSameCallSentTwiceIsRunOnce() {
    TestTool tool = TestTool.echo("tool");
    model
        .enqueueAnswer(answer -> answer
            .toolCall("c1", "tool", "same")
            .toolCall("c1", "tool", "same")
            .toolCall("c1", "tool", "other"))
        .enqueueMessage("Done.");
    Session session = agent(tool).build().startSession();

    session.run("Do it");

    assertThat(tool.inputs).containsExactly("same", "other");
    assertThat(session.history().toString())
        .contains("echo same", "This call was sent twice", "echo other");
  }

  @Test
  void aToolExceptionIsTheModelsToRead() {
    TestTool tool = new TestTool("tool", invocation -> {
      throw new ToolException("The ticket ABC-1 does not exist.");
    });
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    agent(tool).build().run("Do it");

    assertThat(request(1).toolOutput("call-1")).isEqualTo("The ticket ABC-1 does not exist.");
  }

  @Test
  void aBugInAToolFailsTheTurnAndStaysFromTheModel() {
    IllegalStateException bug = new IllegalStateException("secret detail");
    TestTool tool = new TestTool("tool", invocation -> {
      throw bug;
    });
    model.enqueueToolCall("tool", "{}").enqueueMessage("Fine.");
    Session session = agent(tool).build().startSession();

    assertThatThrownBy(() -> session.run("Do it"))
        .isInstanceOf(TurnFailedException.class)
        .hasCause(bug);

    session.run("Go on");
    assertThat(request(1).toolOutput("call-1")).isEqualTo("aborted");
    assertThat(request(1).input().toString()).doesNotContain("secret detail");
  }

  @Test
  void aCallThatTakesTooLongIsCancelledAndAnswered() {
    TestTool tool = new TestTool("tool", invocation -> {
      CompletableFuture<Void> cancelled = new CompletableFuture<>();
      invocation.cancellation().onCancel(() -> cancelled.complete(null));
      cancelled.get();
      return ToolResult.text("partial");
    });
    tool.timeout = Duration.ofMillis(5);
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    agent(tool).build().run("Do it");

    assertThat(request(1).toolOutput("call-1")).isEqualTo("timed out after 5 ms\npartial");
  }

  @Test
  void aBudgetEndsTheTurnAndALargerOneContinuesIt() {
    TestTool tool = TestTool.echo("tool");
    model.enqueueToolCall("tool", "1").enqueueToolCall("tool", "2").enqueueMessage("Done.");
    Agent agent =
        agent(tool).turnBudget(Budget.builder().maxToolCalls(1).build()).build();
    Session session = agent.startSession();

    TurnResult result = session.run("Do it");

    assertThat(result.status()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(result.stoppedBy())
        .contains(new BudgetExceeded(Budget.Limit.TOOL_CALLS, BudgetExceeded.Scope.TURN, 1, 1));
    assertThat(tool.inputs).containsExactly("1");
    assertThat(session.run("Go on").finalMessage()).isEqualTo("Done.");
    assertThat(request(2).toolOutput("call-2"))
        .isEqualTo("not run: the budget is used up (TOOL_CALLS of the turn: 1 of 1)");
  }

  @Test
  void theSessionsBudgetCountsAcrossTurns() {
    model.enqueueMessage("One").enqueueMessage("Two");
    Session session =
        agent().sessionBudget(Budget.builder().maxRequests(1).build()).build().startSession();
    session.run("First");

    TurnResult result = session.run("Second");

    assertThat(result.stoppedBy())
        .contains(new BudgetExceeded(Budget.Limit.REQUESTS, BudgetExceeded.Scope.SESSION, 1, 1));
  }

  @Test
  void tokensAreCountedWithEveryAnswerAndStopTheNextRequest() {
    TestTool tool = TestTool.echo("tool");
    model.usage(Usage.of(30, 20)).enqueueToolCall("tool", "1").enqueueToolCall("tool", "2");
    Session session =
        agent(tool).turnBudget(Budget.builder().maxTokens(51).build()).build().startSession();

    TurnResult result = session.run("Do it");

    assertThat(result.status()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(result.stoppedBy())
        .contains(new BudgetExceeded(Budget.Limit.TOKENS, BudgetExceeded.Scope.TURN, 100, 51));
    assertThat(result.usage()).isEqualTo(Usage.of(60, 40));
    assertThat(tool.inputs).containsExactly("1", "2");
    assertThat(model.requests()).hasSize(2);
    ValidHistory.check(session.history());
    model.enqueueMessage("Done.");
    assertThat(session.run("Go on").finalMessage()).isEqualTo("Done.");
  }

  @Test
  void callsOfTheSessionAreCountedAcrossItsTurns() {
    TestTool tool = TestTool.echo("tool");
    model.enqueueToolCall("tool", "1").enqueueMessage("One.").enqueueToolCall("tool", "2");
    Session session = agent(tool)
        .sessionBudget(Budget.builder().maxToolCalls(1).build())
        .build()
        .startSession();

    TurnResult first = session.run("First");
    TurnResult second = session.run("Second");

    assertThat(first.status()).isEqualTo(TurnStatus.COMPLETED);
    assertThat(second.stoppedBy())
        .contains(new BudgetExceeded(Budget.Limit.TOOL_CALLS, BudgetExceeded.Scope.SESSION, 1, 1));
    assertThat(tool.inputs).containsExactly("1");
    ValidHistory.check(session.history());
    model.assertDrained();
  }

  @Test
  void aModelThatRepeatsItselfIsStopped() {
    for (int i = 0; i < 4; i++) {
      model.enqueueToolCall("tool", "{}");
    }
    Agent agent = agent(TestTool.echo("tool")).loopGuard(new LoopGuard(3)).build();

    TurnResult result = agent.run("Do it");

    assertThat(result.stoppedBy().orElseThrow().limit()).isEqualTo(Budget.Limit.REPETITION);
    model.assertDrained();
  }
}
