package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.TurnFailedException;
import dev.codex.model.OutputSchema;
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
        .contains(new OutputSchema(
            "codex_output_schema",
            "{\"type\":\"object\",\"properties\":{"
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
  void aSecondMisfitFailsAndSaysWhy() {
    model.enqueueMessage("Sorry").enqueueMessage("{\"risk\":\"LOW\"}");

    assertThatThrownBy(() -> agent.run("Review this", Review.class))
        .isInstanceOf(TurnFailedException.class)
        .hasMessageContainingAll("is no Review", "$.findings");
    model.assertDrained();
  }
}
