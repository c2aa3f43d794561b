package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.testing.ScriptedModel;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DynamicToolsTest {

  private final ScriptedModel model = new ScriptedModel();
  private final Agent agent =
      Agent.builder().model(model).tools(List.of(TestTool.echo("first"))).build();

  private List<String> offered(int request) {
    return model.requests().get(request).request().tools().stream()
        .map(ToolSpec::name)
        .toList();
  }

  @Test
  void aToolThatIsAddedBetweenTurnsCanBeCalled() {
    model.enqueueMessage("One.").enqueueToolCall("second", "{}").enqueueMessage("Two.");
    try (Session session = agent.startSession()) {
      session.run("Begin");
      session.addTool(TestTool.echo("second"));

      assertThat(session.run("Go on").finalMessage()).isEqualTo("Two.");
    }

    assertThat(offered(0)).containsExactly("first");
    assertThat(offered(1)).containsExactly("first", "second");
    assertThat(model.requests().get(2).toolOutput("call-1")).isEqualTo("echo {}");
  }

  @Test
  void aToolThatIsTakenAwayIsUnknown() {
    model.enqueueToolCall("first", "{}").enqueueMessage("Done.").enqueueMessage("Other.");
    try (Session session = agent.startSession();
        Session other = agent.startSession()) {
      session.removeTool("first");
      session.removeTool("none");

      session.run("Begin");
      other.run("Begin");
    }

    assertThat(offered(0)).isEmpty();
    assertThat(model.requests().get(1).toolOutput("call-1")).isEqualTo("unsupported call: first");
    assertThat(offered(2)).containsExactly("first");
  }

  @Test
  void aNameIsGivenOnceOnly() {
    try (Session session = agent.startSession()) {
      assertThatThrownBy(() -> session.addTool(TestTool.echo("first")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Two tools are named 'first'");
    }
  }

  @Test
  void aToolThatNeedsASandboxIsRefusedWhereThereIsNone() {
    Tool needy = new Tool() {
      @Override
      public ToolSpec spec() {
        return TestTool.echo("needy").spec();
      }

      @Override
      public ToolResult call(ToolInvocation invocation) {
        return ToolResult.text("");
      }

      @Override
      public boolean needsSandbox() {
        return true;
      }
    };
    try (Session session = agent.startSession()) {
      assertThatThrownBy(() -> session.addTool(needy))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("needy cannot work without a sandbox");
    }
  }
}
