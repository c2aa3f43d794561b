package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.testing.ScriptedModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {

  private final ScriptedModel model = new ScriptedModel();
  private final Session session = Agent.builder().model(model).build().startSession();

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void aPromptThatSaysNothingIsRefusedAndLeavesNothingBehind(String nothing) {
    assertThatThrownBy(() -> session.run(nothing))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The prompt is empty. Give it at least one Input that says something.");

    assertThat(session.history()).isEmpty();
    model.enqueueMessage("Hello.");
    assertThat(session.run("Hi").finalMessage()).isEqualTo("Hello.");
  }

  @Test
  void theResultOfATurnThatHasEndedIsThereForInterruptedThreadsToo() {
    model.enqueueMessage("Hello.");
    try (Turn turn = session.start("Hi")) {
      turn.await();

      Thread.currentThread().interrupt();
      TurnResult result = turn.await();

      assertThat(Thread.interrupted()).isTrue();
      assertThat(result.finalMessage()).isEqualTo("Hello.");
      assertThat(List.of(turn.iterator().next())).hasSize(1);
    }
  }
}
