package dev.codex.tools.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.item.Plan;
import dev.codex.item.WorkItem;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Progress;
import dev.codex.tool.ToolInvocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanToolsTest {

  private static final String ONE = "{\"questions\":[{\"id\":\"db\",\"header\":\"Database\","
      + "\"question\":\"Which one?\",\"options\":[{\"label\":\"H2\",\"description\":\"small\"}]}]}";

  private final List<WorkItem> completed = new ArrayList<>();

  private ToolInvocation invocation(String input) {
    return new ScriptedSandbox()
        .invocation(Path.of("/work").toAbsolutePath(), SandboxPolicy.readOnly(), input).toBuilder()
            .progress(new Progress() {
              @Override
              public void started(WorkItem item) {}

              @Override
              public void output(String itemId, String text) {}

              @Override
              public void completed(WorkItem item) {
                completed.add(item);
              }
            })
            .build();
  }

  @Test
  void aPlanIsToldToWhoeverWatches() {
    String text = UpdatePlanTool.create()
        .call(invocation("{\"explanation\":\"why\",\"plan\":[{\"step\":\"one\",\"status\":"
            + "\"completed\"},{\"step\":\"two\",\"status\":\"in_progress\"}]}"))
        .text();

    assertThat(text).isEqualTo("Plan updated");
    assertThat(completed)
        .containsExactly(Plan.builder()
            .id("call-1-plan")
            .explanation("why")
            .addSteps(
                new Plan.Step("one", Plan.State.COMPLETED),
                new Plan.Step("two", Plan.State.IN_PROGRESS))
            .build());
  }

  @Test
  void aPlanThatMakesNoSenseIsNotTold() {
    UpdatePlanTool tool = UpdatePlanTool.create();

    assertThatThrownBy(
            () -> tool.describe(invocation("{\"plan\":[{\"step\":\"one\",\"status\":\"doing\"}]}")))
        .isInstanceOf(ToolException.class)
        .hasMessage("failed to parse function arguments: unknown variant `doing`, expected one of"
            + " `pending`, `in_progress`, `completed`");
    assertThatThrownBy(() -> tool.call(invocation("{}")))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("plan");
    assertThat(completed).isEmpty();
  }

  @Test
  void theUserIsAskedAndTheAnswersGoBack() {
    List<Question> asked = new ArrayList<>();
    RequestUserInputTool tool = RequestUserInputTool.of(questions -> {
      asked.addAll(questions);
      return Map.of("db", List.of("H2", "the \"small\" one"), "other", List.of("x"));
    });

    assertThat(tool.call(invocation(ONE)).text())
        .isEqualTo("{\"answers\":{\"db\":{\"answers\":[\"H2\",\"the \\\"small\\\" one\"]}}}");
    assertThat(asked)
        .containsExactly(Question.builder()
            .id("db")
            .header("Database")
            .text("Which one?")
            .addOptions(new Question.Option("H2", "small"))
            .build());
  }

  @Test
  void questionsThatCannotBeAskedGoBackToTheModel() {
    RequestUserInputTool tool = RequestUserInputTool.of(questions -> {
      throw new AssertionError("nobody should be asked");
    });

    assertThatThrownBy(() -> tool.describe(invocation("{\"questions\":[]}")))
        .hasMessage("request_user_input takes one to three questions, and these are 0");
    assertThatThrownBy(
            () -> tool.describe(invocation(ONE.replaceAll("\"options\":.*", "\"options\":[]}]}"))))
        .hasMessage("request_user_input requires non-empty options for every question");
  }

  @Test
  void whereThereIsNobodyTheModelIsToldSo() {
    RequestUserInputTool tool = RequestUserInputTool.unavailable();
    tool.describe(invocation("{\"questions\":5}"));

    assertThat(tool.call(invocation("{}")).text())
        .isEqualTo("request_user_input is unavailable in Default mode");
  }

  @Test
  void aTurnThatEndsMeanwhileEndsTheWaiting() {
    RequestUserInputTool tool = RequestUserInputTool.of(questions -> {
      throw new InterruptedException();
    });

    assertThat(tool.call(invocation(ONE)).text())
        .isEqualTo("request_user_input was cancelled before receiving a response");
    assertThat(Thread.interrupted()).isTrue();
  }
}
