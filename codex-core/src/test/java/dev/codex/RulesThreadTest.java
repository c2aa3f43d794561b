package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CommandRules;
import dev.codex.policy.RunCommand;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On which thread rules are asked, and that it does not matter for what they say. */
class RulesThreadTest {

  private final ScriptedModel model = new ScriptedModel();
  private final List<Thread> described = new ArrayList<>();
  private final List<Thread> judged = new ArrayList<>();

  /** Wants to run a command and then does not. */
  private final class RunTool implements Tool {
    @Override
    public ToolSpec spec() {
      return new ToolSpec.Freeform("run", "Runs.", "lark", "start: /.+/");
    }

    @Override
    public ApprovalRequest describe(ToolInvocation invocation) {
      described.add(Thread.currentThread());
      return RunCommand.builder()
          .tool("run")
          .callId(invocation.callId())
          .addCommand(invocation.input())
          .workingDirectory(Path.of("/work"))
          .build();
    }

    @Override
    public ToolResult call(ToolInvocation invocation) {
      return ToolResult.text("ran");
    }
  }

  private final class Rules implements CommandRules {
    private final boolean atOnce;
    private final Supplier<Verdict> verdict;

    Rules(boolean atOnce, Supplier<Verdict> verdict) {
      this.atOnce = atOnce;
      this.verdict = verdict;
    }

    @Override
    public Verdict judge(RunCommand command) {
      judged.add(Thread.currentThread());
      return verdict.get();
    }

    @Override
    public boolean answersAtOnce() {
      return atOnce;
    }
  }

  private String outputUnder(CommandRules rules) {
    model.enqueueFreeformCall("run", "make").enqueueMessage("Done.");
    Agent.builder()
        .model(model)
        .sandbox(new ScriptedSandbox())
        .addTool(new RunTool())
        .rules(rules)
        .build()
        .run("Do it");
    return model.requests().get(1).toolOutput("call-1");
  }

  @Test
  void rulesThatAnswerAtOnceAreAskedOnTheThreadOfTheCall() {
    assertThat(outputUnder(new Rules(true, CommandRules.Verdict::allow))).isEqualTo("ran");

    assertThat(judged).isNotEmpty().isEqualTo(described);
  }

  @Test
  void otherRulesHaveAThreadOnWhichTheyMayHang() {
    assertThat(outputUnder(new Rules(false, CommandRules.Verdict::allow))).isEqualTo("ran");

    assertThat(judged).isNotEmpty().doesNotContainAnyElementsOf(described);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rulesThatThrowHaveForbiddenOnWhateverThread(boolean atOnce) {
    Rules broken = new Rules(atOnce, () -> {
      throw new StackOverflowError();
    });

    assertThat(outputUnder(broken)).contains("The command rules failed.");
  }
}
