package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.TurnResult;
import dev.codex.TurnStatus;
import dev.codex.error.ModelFailure;
import dev.codex.error.SessionNotFoundException;
import dev.codex.policy.limit.Budget;
import dev.codex.policy.limit.BudgetExceeded;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Tool;
import dev.codex.tools.CodingTools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples do what they show. */
class ExamplesTest {

  private final ScriptedModel model = new ScriptedModel();

  @Test
  void aTurnIsShownWhileItRuns() {
    model.enqueueMessage("All is well.");

    LiveTurn.show(Agent.builder().model(model).build());

    assertThat(model.takeRequest().lastUserText()).isEqualTo("Fix the failing test");
    model.assertDrained();
  }

  @Test
  void anAnswerBecomesARecord() {
    model.enqueueMessage("""
        {"cause":"A sign","files":["Foo.java"],"fix":null}""");

    TypedAnswer.Verdict verdict = TypedAnswer.ask(Agent.builder().model(model).build());

    assertThat(verdict)
        .isEqualTo(new TypedAnswer.Verdict("A sign", List.of("Foo.java"), Optional.empty()));
  }

  @Test
  void aToolGetsARecord() {
    model.enqueueToolCall("look_up_ticket", "{\"key\":\"ABC-1\"}").enqueueMessage("Fine.");

    Agent.builder()
        .model(model)
        .addTool(TicketTool.of(key -> "about " + key))
        .build()
        .run("Look it up");

    model.takeRequest();
    assertThat(model.takeRequest().toolOutput("call-1")).isEqualTo("about ABC-1");
  }

  @Test
  void aCarefulAgentWritesInItsRepositoryOnly() {
    Agent agent = Agent.builder()
        .model(model)
        .tools(CodingTools.standard())
        .sandbox(new ScriptedSandbox())
        .build();

    Agent careful = CarefulAgent.from(agent, Path.of("repository"));

    assertThat(careful).asString().contains("workspace-write", "on-request");
  }

  @Test
  void aSessionThatIsNotThereIsNotResumed() {
    Agent agent = Agent.builder().model(model).build();

    assertThatThrownBy(() -> ResumedSession.goOn(agent, "019ab000-0000-7000-8000-000000000000"))
        .isInstanceOf(SessionNotFoundException.class);
  }

  @Test
  void aTurnThatTakesTooLongIsInterrupted() {
    model.enqueueMessage("Never said.");
    Gate gate = model.hold();

    try (Session session = Agent.builder().model(model).build().startSession();
        Turn turn = session.start("Rename Foo to Bar everywhere")) {
      gate.awaitArrival();

      assertThat(SteeredTurn.finish(turn, Duration.ZERO).status())
          .isEqualTo(TurnStatus.INTERRUPTED);
    }
  }

  @Test
  void aFrugalAgentStopsAtItsLimit() {
    record Count(int number) {}
    for (int i = 0; i < 20; i++) {
      model.enqueueToolCall("count", "{\"number\": " + i + "}");
    }
    Tool count = Tool.of("count", "Counts.", Count.class, Count::number);

    TurnResult result =
        FrugalAgent.run(Agent.builder().model(model).addTool(count).build());

    assertThat(result.stoppedBy())
        .contains(new BudgetExceeded(Budget.Limit.REQUESTS, BudgetExceeded.Scope.TURN, 20, 20));
    model.assertDrained();
  }

  @Test
  void aModelThatIsNotThereIsReplacedByAnother() {
    ScriptedModel local = new ScriptedModel()
        .enqueueFailure(ModelFailure.of(ModelFailure.Kind.CONNECTION, "nobody listens"));
    model.enqueueMessage("Monday.");

    Agent agent = Agent.builder().model(LocalFirstModel.of(local, model)).build();

    assertThat(agent.run("Which day is it?").finalMessage()).isEqualTo("Monday.");
    local.assertDrained();
  }
}
