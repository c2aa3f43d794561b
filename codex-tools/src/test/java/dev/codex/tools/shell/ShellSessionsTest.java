package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.item.CommandExecution;
import dev.codex.item.WorkStatus;
import dev.codex.policy.CallTool;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.testing.StartedCommand;
import dev.codex.tool.Cancellation;
import dev.codex.tool.SessionScope;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShellSessionsTest {

  private static final Path WORK = Path.of("/work").toAbsolutePath();
  private static final Pattern RUNNING =
      Pattern.compile("(?s)Chunk ID: [0-9a-f]{6}\nWall time: [0-9.]+ seconds\n"
          + "Process running with session ID ([0-9]{4,5})\n(.*)");
  private static final Pattern EXITED =
      Pattern.compile("(?s)Chunk ID: [0-9a-f]{6}\nWall time: [0-9.]+ seconds\n(Process exited.*)");

  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private final SessionScope scope = new SessionScope();
  private final RecordingProgress progress = new RecordingProgress();
  private final Cancellation cancellation = new Cancellation();
  private final Tool exec = ExecCommandTool.builder().build();
  private final Tool write = WriteStdinTool.create();
  private String turn = "turn-1";

  @AfterEach
  void closeTheSession() {
    scope.close();
  }

  private ToolInvocation invocation(String json) {
    return sandbox.invocation(WORK, SandboxPolicy.readOnly(), json).toBuilder()
        .turnId(turn)
        .session(scope)
        .progress(progress)
        .cancellation(cancellation)
        .build();
  }

  private int start(String script, String more) throws Exception {
    String json = "{\"cmd\":\"" + script + "\",\"yield_time_ms\":250" + more + "}";
    Matcher answer = RUNNING.matcher(exec.call(invocation(json)).text());
    assertThat(answer.matches()).isTrue();
    return Integer.parseInt(answer.group(1));
  }

  private String typing(int id, String chars) {
    return "{\"session_id\":" + id + ",\"chars\":\"" + chars + "\",\"yield_time_ms\":250}";
  }

  private String type(int id, String chars) throws Exception {
    ToolInvocation invocation = invocation(typing(id, chars));
    write.describe(invocation);
    String text = write.call(invocation).text();
    Matcher running = RUNNING.matcher(text);
    Matcher exited = EXITED.matcher(text);
    return running.matches()
        ? "running " + running.group(2)
        : exited.matches() ? exited.group(1) : text;
  }

  @Test
  void aCommandThatTakesLongerGoesOnAndIsTypedInto() throws Exception {
    sandbox
        .onCommand("cat")
        .prints("ready\n")
        .repliesToInput(text -> text.equals("q") ? "bye" : text + text);
    int id = start("cat", ",\"tty\":true");

    assertThat(type(id, "hello\\n"))
        .isEqualTo("running Original token count: 3\nOutput:\nhello\nhello\n");
    assertThat(type(id, "q")).isEqualTo("running Original token count: 1\nOutput:\nbye");
    assertThat(sandbox.started().get(0).command().terminal()).isPresent();
    assertThat(sandbox.started().get(0).input()).isEqualTo("hello\nq");
    assertThat(progress.completed).isEmpty();

    assertThat(type(id, "\\u0003"))
        .isEqualTo("Process exited with code 130\nOriginal token count: 0\nOutput:\n");
    assertThat(progress.completed)
        .extracting(CommandExecution::status, CommandExecution::output)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(WorkStatus.FAILED, "ready\nhello\nhello\nbye"));
    assertThatThrownBy(() -> type(id, "x"))
        .isInstanceOf(ToolException.class)
        .hasMessage("write_stdin failed: Unknown process id " + id);
  }

  @Test
  void withoutATerminalNothingIsTypedButCtrlCWorks() throws Exception {
    sandbox.onCommand("sleep 30").prints("a\n").waitsFor(new Gate());
    int id = start("sleep 30", "");

    for (String chars : List.of("abc", "\\u0003x", "\\u0004")) {
      assertThatThrownBy(() -> type(id, chars))
          .isInstanceOf(ToolException.class)
          .hasMessage("write_stdin failed: stdin is closed for this session; rerun exec_command"
              + " with tty=true to keep stdin open");
    }
    assertThat(type(id, "\\u0003"))
        .isEqualTo("Process exited with code 130\nOriginal token count: 0\nOutput:\n");
  }

  @Test
  void whatHappensBetweenTwoLooksIsNotLost() throws Exception {
    Gate gate = new Gate();
    sandbox.onCommand("build").prints("one\n").waitsFor(gate).prints("two\n").exitsWith(4);
    int id = start("build", "");
    gate.open();

    ToolResult look = write.call(invocation("{\"session_id\":" + id + "}"));

    assertThat(look.text())
        .endsWith("Process exited with code 4\nOriginal token count: 1\nOutput:\ntwo\n");
    assertThat(look.isError()).isTrue();
    assertThat(progress.completed).hasSize(1);
  }

  @Test
  void aLaterTurnIsToldOfTheEndToo() throws Exception {
    Gate gate = new Gate();
    sandbox.onCommand("build").waitsFor(gate);
    int id = start("build", "");
    turn = "turn-2";
    gate.open();

    write.call(invocation("{\"session_id\":" + id + "}"));

    assertThat(progress.completed).hasSize(2).allMatch(item -> item.exitCode().getAsInt() == 0);
  }

  @Test
  void typingIsAskedForLikeACommandAndLookingIsFree() throws Exception {
    sandbox.onCommand("bash").repliesToInput(text -> "");
    String escalated = ",\"tty\":true,\"sandbox_permissions\":\"require_escalated\"";
    int id = start("bash", escalated);

    assertThat(write.describe(invocation(typing(id, "rm -rf x\\n"))))
        .isEqualTo(RunCommand.builder()
            .tool("write_stdin")
            .callId("call-1")
            .addCommand("/bin/sh", "-c", "bash")
            .script("rm -rf x\n")
            .workingDirectory(WORK)
            .confinement(RunCommand.Confinement.ESCALATED)
            .build());
    for (String free : List.of("", "\\u0003", "\\u0004", "\\n")) {
      assertThat(write.describe(invocation(typing(id, free))))
          .isInstanceOfSatisfying(
              CallTool.class, call -> assertThat(call.isMutating()).isFalse());
    }
  }

  @Test
  void aScriptThatOnlyAppliesAPatchIsThatPatch() throws Exception {
    SandboxPolicy policy = SandboxPolicy.workspaceWrite(WORK);
    String patch = "*** Begin Patch\\n*** Add File: a.txt\\n+x\\n*** End Patch\\n";
    ToolInvocation call = sandbox.invocation(
        WORK,
        policy,
        "{\"workdir\":\"sub\",\"cmd\":\"cd deep && apply_patch <<'EOF'\\n" + patch + "EOF\"}");

    assertThat(exec.describe(call)).isInstanceOf(EditFiles.class);
    assertThat(exec.call(call).text())
        .matches("Wall time: [0-9.]+ seconds\nOutput:\nExit code: 0\nWall time: [0-9.]+ seconds\n"
            + "Output:\nSuccess. Updated the following files:\nA a.txt\n");
    assertThat(sandbox.files().text(WORK.resolve("sub/deep/a.txt"))).isEqualTo("x\n");
    assertThatThrownBy(() ->
            exec.describe(call.toBuilder().input("{\"cmd\":\"" + patch + "\"}").build()))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("without explicit call to apply_patch");
  }

  @Test
  void theOldestEndsWhenThereAreTooMany() throws Exception {
    sandbox.on(command -> true).waitsFor(new Gate());
    List<Integer> ids = new ArrayList<>();
    ShellSessions sessions = scope.get(ShellSessions.class, ShellSessions::new);
    ids.add(start("first", ""));
    ids.add(start("second", ""));
    ShellSession second = sessions.find(ids.get(1));
    sessions.find(ids.get(0));
    for (int i = ids.size(); i < ShellSessions.MAX; i++) {
      sessions.add(sessions.find(ids.get(0)));
    }

    start("one more", "");

    assertThat(second.isOver()).isTrue();
    assertThat(sandbox.started())
        .extracting(StartedCommand::isClosed)
        .containsExactly(false, true, false);
    assertThat(progress.completed)
        .extracting(item -> item.exitCode().getAsInt())
        .containsExactly(-1);
  }

  @Test
  void closingTheSessionEndsEverything() throws Exception {
    sandbox.on(command -> true).prints("on\n").waitsFor(new Gate());
    start("one", "");
    start("two", ",\"tty\":true");

    scope.close();

    assertThat(sandbox.started()).allMatch(StartedCommand::isClosed);
    assertThat(progress.completed)
        .extracting(CommandExecution::output)
        .containsExactly("on\n", "on\n");
  }

  @Test
  void aCancelledLookLeavesTheCommandAlone() throws Exception {
    sandbox.onCommand("serve").waitsFor(new Gate());
    int id = start("serve", "");
    cancellation.cancel();

    ToolResult look = write.call(invocation("{\"session_id\":" + id + "}"));

    assertThat(look.text()).endsWith("aborted by user");
    assertThat(sandbox.started().get(0).isClosed()).isFalse();
  }

  @Test
  void aCommandOfACancelledCallIsNeverKept() throws Exception {
    sandbox.onCommand("serve").waitsFor(new Gate());
    cancellation.cancel();

    ToolResult result = exec.call(invocation("{\"cmd\":\"serve\",\"yield_time_ms\":250}"));

    assertThat(result.text()).endsWith("aborted by user");
    assertThat(sandbox.started().get(0).isClosed()).isTrue();
  }
}
