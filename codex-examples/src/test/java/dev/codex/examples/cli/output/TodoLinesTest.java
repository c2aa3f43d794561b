package dev.codex.examples.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.event.ItemCompleted;
import dev.codex.event.ItemStarted;
import dev.codex.event.TurnCompleted;
import dev.codex.event.TurnFailed;
import dev.codex.item.Plan;
import dev.codex.model.Usage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TodoLinesTest {

  private static Plan plan(String id, Plan.State second) {
    return Plan.builder()
        .id(id)
        .addSteps(new Plan.Step("one", Plan.State.COMPLETED), new Plan.Step("two", second))
        .build();
  }

  @Test
  void thePlansOfATurnAreOneListThatEndsWithIt() {
    ExecJsonLines lines = new ExecJsonLines();
    Plan first = plan("a-plan", Plan.State.IN_PROGRESS);
    Plan second = plan("b-plan", Plan.State.COMPLETED);
    String open = "[{\"text\":\"one\",\"completed\":true},{\"text\":\"two\",\"completed\":false}]";
    String done = "[{\"text\":\"one\",\"completed\":true},{\"text\":\"two\",\"completed\":true}]";

    assertThat(lines.lines(new ItemStarted(first))).isEmpty();
    assertThat(lines.lines(new ItemCompleted(first))).containsExactly(line("started", open));
    assertThat(lines.lines(new ItemStarted(second))).isEmpty();
    assertThat(lines.lines(new ItemCompleted(second))).containsExactly(line("updated", done));
    List<String> end = lines.lines(new TurnCompleted(Usage.ZERO, Optional.empty()));
    assertThat(end).hasSize(2);
    assertThat(end.get(0)).isEqualTo(line("completed", done));
    assertThat(lines.lines(new TurnCompleted(Usage.ZERO, Optional.empty()))).hasSize(1);
  }

  @Test
  void thePlanOfATurnThatFailsEndsBetweenItsErrors() {
    ExecJsonLines lines = new ExecJsonLines();
    Plan plan = plan("a-plan", Plan.State.IN_PROGRESS);
    String open = "[{\"text\":\"one\",\"completed\":true},{\"text\":\"two\",\"completed\":false}]";
    lines.lines(new ItemCompleted(plan));

    assertThat(lines.lines(new TurnFailed("gone", Optional.empty(), Usage.ZERO)))
        .containsExactly(
            "{\"type\":\"error\",\"message\":\"gone\"}",
            line("completed", open),
            "{\"type\":\"turn.failed\",\"error\":{\"message\":\"gone\"}}");
  }

  private static String line(String event, String items) {
    return "{\"type\":\"item." + event + "\",\"item\":{\"id\":\"item_0\",\"type\":\"todo_list\","
        + "\"items\":" + items + "}}";
  }
}
