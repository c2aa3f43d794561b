package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.TurnStatus;
import dev.codex.error.ModelFailure;
import dev.codex.item.UserMessage;
import dev.codex.policy.Budget;
import dev.codex.testing.Gate;
import dev.codex.testing.RecordedRequest;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Tool;
import dev.codex.tools.CodingTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples with a scripted model; {@link HelloAgentTest} runs the first one as it is. */
@Timeout(60)
class ExamplesTest {

  private final ScriptedModel model = new ScriptedModel();
  private final ScriptedSandbox sandbox = new ScriptedSandbox();

  private Agent coder(Path workspace) {
    return Agent.builder()
        .model(model)
        .workspace(workspace)
        .tools(CodingTools.standard())
        .sandbox(sandbox)
        .build();
  }

  @Test
  void theCustomToolIsCalledWithItsRecord() {
    model
        .enqueueToolCall("look_up_ticket", "{\"key\": \"ABC-1\"}")
        .enqueueMessage("It is about login.");

    assertThat(CustomTool.ask(model, key -> key + " is slow")).isEqualTo("It is about login.");

    assertThat(model.requests().get(1).toolOutput("call-1")).isEqualTo("ABC-1 is slow");
    model.assertDrained();
  }

  @Test
  void theApproverLetsTheTestsRunAndNothingElse(@TempDir Path workspace) {
    sandbox.onCommand("mvn test").prints("BUILD SUCCESS\n");
    model
        .enqueueToolCall("exec_command", "{\"cmd\": \"mvn test\"}")
        .enqueueToolCall("exec_command", "{\"cmd\": \"mvn test; rm -r target\"}")
        .enqueueMessage("Done.");

    ApprovalsAndPolicy.careful(coder(workspace)).run("Run the tests, then delete target");

    RecordedRequest last = model.requests().get(2);
    assertThat(last.toolOutput("call-1")).contains("BUILD SUCCESS");
    assertThat(last.toolOutput("call-2")).contains("A person has to look at this first.");
    assertThat(sandbox.started()).hasSize(1);
  }

  @Test
  void theStreamIsWatchedToTheEndOfTheTurn(@TempDir Path workspace) {
    sandbox.onCommand("mvn test").prints("BUILD SUCCESS\n");
    model
        .streaming()
        .enqueueToolCall("exec_command", "{\"cmd\": \"mvn test\"}")
        .enqueueMessage("It passes.\n");

    try (Session session = coder(workspace).startSession()) {
      Streaming.watch(session);

      assertThat(session.history()).hasSize(6);
    }
    model.assertDrained();
  }

  @Test
  void theResumedSessionKnowsWhatWasSaid(@TempDir Path folder) {
    model.enqueueMessage("Step one is to rename Foo.").enqueueMessage("Renamed.");
    Agent agent = Resuming.agent(model, folder);

    String answer = Resuming.goOn(agent, Resuming.begin(agent));

    assertThat(answer).isEqualTo("Renamed.");
    assertThat(model.requests().get(1).input())
        .filteredOn(UserMessage.class::isInstance)
        .extracting(item -> ((UserMessage) item).text())
        .endsWith("Write a plan for the migration", "Now do step one");
  }

  @Test
  void theAnswerIsARecord() {
    model.enqueueMessage("""
        {"verdict": "CHANGE", "findings": [{"file": "A.java", "line": 3, "problem": "typo"}]}""");

    assertThat(StructuredOutput.review(Agent.builder().model(model).build()))
        .isEqualTo(new StructuredOutput.Review(
            StructuredOutput.Verdict.CHANGE,
            List.of(new StructuredOutput.Finding("A.java", 3, "typo"))));
  }

  @Test
  void theCustomModelFallsBackToAnother() {
    ScriptedModel local = new ScriptedModel()
        .enqueueFailure(ModelFailure.of(ModelFailure.Kind.CONNECTION, "nobody listens"));
    model.enqueueMessage("Monday.");

    Agent agent = Agent.builder().model(CustomModel.localFirst(local, model)).build();

    assertThat(agent.run("Which day is it?").finalMessage()).isEqualTo("Monday.");
    local.assertDrained();
  }

  @Test
  void theTurnEndsWhereItsBudgetDoes() {
    for (int i = 0; i < 20; i++) {
      model.enqueueToolCall("count", "{\"number\": " + i + "}");
    }
    record Count(int number) {}
    Tool count = Tool.of("count", "Counts.", Count.class, Count::number);

    var result = Budgets.fix(Agent.builder().model(model).addTool(count).build());

    assertThat(result.status()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(result.stoppedBy()).hasValueSatisfying(limit -> {
      assertThat(limit.limit()).isEqualTo(Budget.Limit.REQUESTS);
      assertThat(limit.allowed()).isEqualTo(20);
    });
    model.assertDrained();
  }

  @Test
  void whatIsSaidDuringATurnIsHeard() {
    model.enqueueMessage("Renaming.");
    Gate gate = model.hold();
    model.enqueueMessage("Without the tests.");

    try (Session session = Agent.builder().model(model).build().startSession();
        Turn turn = session.start("Rename Foo to Bar everywhere")) {
      gate.awaitArrival();
      InterruptAndSteer.steer(turn);
      gate.open();

      var result = InterruptAndSteer.stop(turn, Duration.ofMinutes(1));

      assertThat(result.status()).isEqualTo(TurnStatus.COMPLETED);
      assertThat(result.finalMessage()).isEqualTo("Without the tests.");
    }
    assertThat(model.requests().get(1).lastUserText()).isEqualTo("Leave the tests alone");
  }

  @Test
  void aTurnThatTakesTooLongIsInterrupted() {
    model.enqueueMessage("Never said.");
    Gate gate = model.hold();

    try (Session session = Agent.builder().model(model).build().startSession();
        Turn turn = session.start("Rename Foo to Bar everywhere")) {
      gate.awaitArrival();

      assertThat(InterruptAndSteer.stop(turn, Duration.ZERO).status())
          .isEqualTo(TurnStatus.INTERRUPTED);
    }
  }
}
