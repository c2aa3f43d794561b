package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.model.ModelProfile;
import dev.codex.model.ShellKind;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.testing.StartedCommand;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tools.CodingTools;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShellToolTest {

  private static final Path WORK = Path.of("/work").toAbsolutePath();
  private static final String PATCH =
      "*** Begin Patch\\n*** Add File: a.txt\\n+x\\n*** End Patch\\n";

  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private final Tool words = ShellTool.words(OutputFolder.temporary());
  private final Tool script =
      ShellTool.script(Map.of(), LoginShell.BY_DEFAULT, OutputFolder.temporary());

  private ToolInvocation invocation(String json) {
    return sandbox.invocation(WORK, SandboxPolicy.workspaceWrite(WORK), json);
  }

  @Test
  void aCommandIsGivenByItsWords() throws Exception {
    sandbox.onCommand("ls -l").prints("a\n").exitsWith(2);

    ToolResult result = words.call(invocation("{\"command\":[\"ls\",\"-l\"],\"workdir\":\"sub\"}"));

    assertThat(result.text()).matches("Exit code: 2\nWall time: [0-9.]+ seconds\nOutput:\na\n");
    assertThat(result.isError()).isTrue();
    assertThat(sandbox.started().get(0).command().workingDirectory())
        .isEqualTo(WORK.resolve("sub"));
    sandbox.assertDrained();
  }

  @Test
  void aScriptGoesToTheUsersShell() throws Exception {
    sandbox.onCommand("echo hi").prints("hi\n");

    ToolResult result = script.call(invocation("{\"command\":\"echo hi\"}"));

    assertThat(result.text()).matches("Exit code: 0\nWall time: [0-9.]+ seconds\nOutput:\nhi\n");
    assertThat(sandbox.started().get(0).command().words())
        .containsExactly("/bin/sh", "-lc", "echo hi");
  }

  @Test
  void theTimeOutEndsTheCommandAndItsOutputIsThere() throws Exception {
    sandbox.onCommand("sleep 99").prints("begin\n").waitsFor(new Gate());

    ToolResult result =
        words.call(invocation("{\"command\":[\"sleep\",\"99\"],\"timeout_ms\":100}"));

    assertThat(result.text())
        .matches("Exit code: 124\nWall time: [0-9.]+ seconds\nOutput:\n"
            + "command timed out after 100 milliseconds\nbegin\n");
    assertThat(sandbox.started()).allMatch(StartedCommand::isClosed);
  }

  @Test
  void aLostCommandTellsWhatItPrintedAndWhyItEnds() throws Exception {
    ToolInvocation invocation = invocation("{\"command\":[\"make\"]}").toBuilder()
        .commands(new LostCommands())
        .build();

    ToolResult result = words.call(invocation);

    assertThat(result.text())
        .matches("Exit code: -1\nWall time: [0-9.]+ seconds\nOutput:\n"
            + "so far\n\nthe executor is gone\n");
    assertThat(result.isError()).isTrue();
  }

  @Test
  void cutOutputCanBeReadLater() throws Exception {
    sandbox.onCommand("seq").prints("x\n".repeat(30_000));

    String text = script.call(invocation("{\"command\":\"seq\"}")).text();

    assertThat(text)
        .matches("(?s)Exit code: 0\nWall time: [0-9.]+ seconds\nChunk ID: [0-9a-f]{6}\n"
            + "Total output lines: 30000\nOutput:\nx\n.*tokens truncated.*x\n");
  }

  @Test
  void theGateIsAskedAboutTheCommandOrThePatch() {
    assertThat(words.describe(
            invocation("{\"command\":[\"ls\"],\"sandbox_permissions\":\"require_escalated\","
                + "\"justification\":\"why\"}")))
        .isEqualTo(RunCommand.builder()
            .tool("shell")
            .callId("call-1")
            .reason("why")
            .addCommand("ls")
            .workingDirectory(WORK)
            .confinement(RunCommand.Confinement.ESCALATED)
            .build());
    assertThat(words.describe(invocation("{\"command\":[\"apply_patch\",\"" + PATCH + "\"]}")))
        .isInstanceOf(EditFiles.class);
    assertThat(
            script.describe(invocation("{\"command\":\"apply_patch <<'EOF'\\n" + PATCH + "EOF\"}")))
        .isInstanceOf(EditFiles.class);
  }

  @Test
  void aPatchIsAppliedAndNotRun() throws Exception {
    ToolResult result = words.call(invocation("{\"command\":[\"apply_patch\",\"" + PATCH + "\"]}"));

    assertThat(result.text()).endsWith("Success. Updated the following files:\nA a.txt\n");
    assertThat(sandbox.files().text(WORK.resolve("a.txt"))).isEqualTo("x\n");
    assertThat(sandbox.started()).isEmpty();
    assertThatThrownBy(() -> words.call(invocation("{\"command\":[\"" + PATCH + "\"]}")))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("without explicit call to apply_patch");
  }

  @Test
  void mistakesAreToldToTheModel() {
    assertThatThrownBy(() -> words.describe(invocation("{\"command\":\"ls\"}")))
        .isInstanceOf(ToolException.class)
        .hasMessage("failed to parse function arguments: invalid type: string \"ls\", expected a"
            + " sequence at line 1 column 15");
    assertThatThrownBy(() -> words.describe(invocation("{\"command\":[]}")))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("command is empty");
  }

  @Test
  void theModelsProfileChoosesTheTools() {
    ModelProfile.Builder profile = ModelProfile.builder().name("m");

    assertThat(CodingTools.builder().model(profile.build()).build())
        .extracting(tool -> tool.spec().name())
        .contains("exec_command", "write_stdin");
    assertThat(CodingTools.builder()
            .model(profile.shellKind(ShellKind.WORDS).build())
            .build())
        .extracting(tool -> tool.spec().name())
        .contains("shell")
        .doesNotContain("exec_command", "write_stdin");
    assertThat(CodingTools.builder()
            .model(profile.shellKind(ShellKind.SCRIPT).build())
            .build())
        .extracting(tool -> tool.spec().name())
        .contains("shell_command")
        .doesNotContain("exec_command");
  }
}
