package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codex.error.TurnFailedException;
import dev.codex.error.TurnStoppedException;
import dev.codex.internal.schema.RecordSchema;
import dev.codex.model.OutputSchema;
import dev.codex.policy.limit.Budget;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.Describe;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StructuredOutputTest {

  enum Risk {
    LOW,
    HIGH
  }

  record Finding(@Describe("Path below the workspace") String file, Optional<Integer> line) {}

  record Review(Risk risk, List<Finding> findings) {}

  private final ScriptedModel model = new ScriptedModel();
  private final Agent agent = Agent.builder().model(model).build();

  @Test
  void aRecordIsTheSchemaAndTheAnswer() {
    model.enqueueMessage("{\"risk\":\"HIGH\",\"findings\":[{\"file\":\"A.java\",\"line\":null}]}");

    Review review = agent.run("Review this", Review.class);

    assertThat(review)
        .isEqualTo(new Review(Risk.HIGH, List.of(new Finding("A.java", Optional.empty()))));
    assertThat(model.takeRequest().request().outputSchema())
        .contains(OutputSchema.of("{\"type\":\"object\",\"properties\":{"
            + "\"risk\":{\"type\":\"string\",\"enum\":[\"LOW\",\"HIGH\"]},"
            + "\"findings\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
            + "\"file\":{\"type\":\"string\",\"description\":\"Path below the workspace\"},"
            + "\"line\":{\"type\":[\"integer\",\"null\"]}},"
            + "\"required\":[\"file\",\"line\"],\"additionalProperties\":false}}},"
            + "\"required\":[\"risk\",\"findings\"],\"additionalProperties\":false}"));
  }

  @Test
  void anAnswerThatDoesNotFitIsAskedForOnceMore() {
    model
        .enqueueMessage("{\"risk\":\"MEDIUM\",\"findings\":[]}")
        .enqueueMessage("{\"risk\":\"LOW\",\"findings\":[]}");

    assertThat(agent.run("Review this", Review.class)).isEqualTo(new Review(Risk.LOW, List.of()));

    model.takeRequest();
    assertThat(model.takeRequest().lastUserText())
        .contains("$.risk must be one of LOW, HIGH but is \"MEDIUM\"");
  }

  @Test
  void anAnswerInAFenceIsReadWithoutAskingAgain() {
    model.enqueueMessage("```json\n{\"risk\":\"LOW\",\"findings\":[]}\n```");

    assertThat(agent.run("Review this", Review.class)).isEqualTo(new Review(Risk.LOW, List.of()));
    model.assertDrained();
  }

  @Test
  void whatTheSchemaDoesNotHaveIsNamedInTheRepair() {
    model
        .enqueueMessage("{\"risk\":\"LOW\",\"findings\":[],\"mood\":\"good\"}")
        .enqueueMessage("{\"risk\":\"LOW\",\"risk\":\"HIGH\",\"findings\":[]}");

    assertThatThrownBy(() -> agent.run("Review this", Review.class))
        .isInstanceOf(TurnFailedException.class)
        .hasMessageContaining("\"risk\" stands twice");

    model.takeRequest();
    assertThat(model.takeRequest().lastUserText())
        .contains("$.mood is not in the schema; leave it out")
        .doesNotContain("function arguments");
  }

  record Chain(String name, Chain next) {}

  record Left(Right right) {}

  record Right(Left left) {}

  record Tree(String name, List<Tree> children, Optional<Tree> parent) {}

  @Test
  void aRecordThatNoFiniteAnswerFitsIsRefusedBeforeAnythingIsSent() {
    assertThatThrownBy(() -> agent.run("Go", Chain.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Chain.next never ends: every Chain would hold another one. Make it an Optional"
            + " or a List.");
    assertThatThrownBy(() -> agent.run("Go", Left.class)).hasMessageContaining("never ends");
    assertThat(RecordSchema.of(Tree.class).json()).contains("$ref");
    assertThat(model.requests()).isEmpty();
  }

  @Test
  void aTurnThatIsStoppedHasAResultButNoRecord() {
    Agent poor =
        agent.newBuilder().turnBudget(Budget.builder().maxRequests(0).build()).build();

    TurnResult result = poor.run("Review this");

    assertThat(result.status()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThatThrownBy(result::orThrow)
        .isInstanceOf(TurnStoppedException.class)
        .hasMessageContaining("the budget is used up: REQUESTS of the turn: 0 of 0");
    TurnStoppedException typed = catchThrowableOfType(
        TurnStoppedException.class, () -> poor.run("Review this", Review.class));
    assertThat(typed.stoppedBy()).isEqualTo(result.stoppedBy());
    model.enqueueMessage("Fine.");
    assertThat(agent.run("Review this").orThrow().finalMessage()).isEqualTo("Fine.");
  }

  @Test
  void aSecondMisfitFailsAndSaysWhy() {
    model.enqueueMessage("Sorry").enqueueMessage("{\"risk\":\"LOW\"}");

    assertThatThrownBy(() -> agent.run("Review this", Review.class))
        .isInstanceOf(TurnFailedException.class)
        .hasMessageContainingAll("is no Review", "$.findings");
    model.assertDrained();
  }
}
