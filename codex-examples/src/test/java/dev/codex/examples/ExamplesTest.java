package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.Agent;
import dev.codex.error.SessionNotFoundException;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tools.CodingTools;
import java.nio.file.Path;
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
}
