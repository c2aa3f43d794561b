package dev.codex.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ToolException;
import dev.codex.exec.FileAccess;
import dev.codex.model.ModelProfile;
import dev.codex.model.ShellKind;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.Gate;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.testing.StartedCommand;
import dev.codex.tool.Cancellation;
import dev.codex.tool.SessionScope;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tools.files.GrepFilesTool;
import dev.codex.tools.files.ListDirTool;
import dev.codex.tools.files.ReadFileTool;
import dev.codex.tools.files.ViewImageTool;
import dev.codex.tools.patch.ApplyPatchTool;
import dev.codex.tools.plan.RequestUserInputTool;
import dev.codex.tools.plan.UpdatePlanTool;
import dev.codex.tools.shell.ExecCommandTool;
import dev.codex.tools.shell.LoginShell;
import dev.codex.tools.shell.OutputFolder;
import dev.codex.tools.shell.ReadOutputTool;
import dev.codex.tools.shell.ShellTool;
import dev.codex.tools.shell.WriteStdinTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Calls that no tool can do: an answer to act on, and nothing done. */
class EveryToolTest {

  private static final Path WORK = Path.of("/work").toAbsolutePath();

  /** The tools that a model may call. */
  private enum Subject {
    EXEC_COMMAND(ExecCommandTool.builder().build()),
    WRITE_STDIN(WriteStdinTool.create()),
    READ_OUTPUT(ReadOutputTool.create()),
    SHELL(ShellTool.words(OutputFolder.temporary())),
    SHELL_COMMAND(ShellTool.script(Map.of(), LoginShell.BY_DEFAULT, OutputFolder.temporary())),
    APPLY_PATCH(ApplyPatchTool.freeform()),
    APPLY_PATCH_FUNCTION(ApplyPatchTool.function()),
    VIEW_IMAGE(ViewImageTool.create()),
    UPDATE_PLAN(UpdatePlanTool.create()),
    READ_FILE(ReadFileTool.create()),
    LIST_DIR(ListDirTool.create()),
    GREP_FILES(GrepFilesTool.create());

    final Tool tool;

    Subject(Tool tool) {
      this.tool = tool;
    }
  }

  /** What a model may get wrong, and a word that the answer must have. */
  private record Mistake(Subject subject, String name, String input, String hint) {}

  private static final List<Mistake> MISTAKES = List.of(
      new Mistake(Subject.EXEC_COMMAND, "wrong type", "{\"cmd\":5}", "string"),
      new Mistake(Subject.EXEC_COMMAND, "missing field", "{}", "cmd"),
      new Mistake(Subject.EXEC_COMMAND, "no object", "[1]", "failed to parse"),
      new Mistake(Subject.EXEC_COMMAND, "no JSON", "{\"cmd\":", "failed to parse"),
      new Mistake(
          Subject.EXEC_COMMAND, "no path", "{\"cmd\":\"a\",\"workdir\":\"\\u0000\"}", "path"),
      new Mistake(Subject.WRITE_STDIN, "wrong type", "{\"session_id\":\"x\"}", "expected i32"),
      new Mistake(Subject.WRITE_STDIN, "missing field", "{\"chars\":\"y\"}", "session_id"),
      new Mistake(Subject.WRITE_STDIN, "no session", "{\"session_id\":7}", "Unknown process id 7"),
      new Mistake(Subject.WRITE_STDIN, "huge", "{\"session_id\":99999999999}", "expected i32"),
      new Mistake(Subject.WRITE_STDIN, "no JSON", "{\"session_id\":1", "failed to parse"),
      new Mistake(Subject.READ_OUTPUT, "wrong type", "{\"chunk\":1}", "chunk"),
      new Mistake(Subject.READ_OUTPUT, "missing field", "{}", "chunk"),
      new Mistake(Subject.READ_OUTPUT, "unknown", "{\"chunk\":\"abcdef\"}", "abcdef"),
      new Mistake(Subject.READ_OUTPUT, "path", "{\"chunk\":\"../../a.txt\"}", "chunk"),
      new Mistake(Subject.READ_OUTPUT, "negative", "{\"chunk\":\"abcdef\",\"line\":-1}", "abcdef"),
      new Mistake(
          Subject.READ_OUTPUT,
          "huge",
          "{\"chunk\":\"abcdef\",\"lines\":99999999999999999999}",
          "lines"),
      new Mistake(Subject.SHELL, "wrong type", "{\"command\":\"ls\"}", "sequence"),
      new Mistake(Subject.SHELL, "missing field", "{}", "command"),
      new Mistake(Subject.SHELL, "empty", "{\"command\":[]}", "empty"),
      new Mistake(Subject.SHELL, "wrong word", "{\"command\":[\"ls\",7]}", "string"),
      new Mistake(Subject.SHELL, "negative", "{\"command\":[\"ls\"],\"timeout_ms\":-1}", "`-1`"),
      new Mistake(
          Subject.SHELL, "no path", "{\"command\":[\"ls\"],\"workdir\":\"\\u0000\"}", "path"),
      new Mistake(Subject.SHELL_COMMAND, "wrong type", "{\"command\":[\"ls\"]}", "string"),
      new Mistake(Subject.SHELL_COMMAND, "missing field", "{}", "command"),
      new Mistake(Subject.APPLY_PATCH, "no patch", "hello", "*** Begin Patch"),
      new Mistake(Subject.APPLY_PATCH, "empty", "", "*** End Patch"),
      new Mistake(
          Subject.APPLY_PATCH,
          "missing file",
          "*** Begin Patch\n*** Update File: none\n@@\n-a\n+b\n*** End Patch",
          "No such file"),
      new Mistake(
          Subject.APPLY_PATCH,
          "outside",
          "*** Begin Patch\n*** Add File: ../outside.txt\n+a\n*** End Patch",
          "outside of the project"),
      new Mistake(
          Subject.APPLY_PATCH,
          "no path",
          "*** Begin Patch\n*** Add File: a\u0000b\n+a\n*** End Patch",
          "path"),
      new Mistake(Subject.APPLY_PATCH_FUNCTION, "wrong type", "{\"input\":[]}", "input"),
      new Mistake(Subject.APPLY_PATCH_FUNCTION, "missing field", "{}", "input"),
      new Mistake(Subject.VIEW_IMAGE, "wrong type", "{\"path\":{}}", "path"),
      new Mistake(Subject.VIEW_IMAGE, "missing field", "{}", "path"),
      new Mistake(Subject.VIEW_IMAGE, "missing file", "{\"path\":\"../none\"}", "unable to locate"),
      new Mistake(Subject.VIEW_IMAGE, "no path", "{\"path\":\"a\\u0000b\"}", "no path"),
      new Mistake(Subject.VIEW_IMAGE, "no picture", "{\"path\":\"a.txt\"}", "invalid"),
      new Mistake(Subject.UPDATE_PLAN, "wrong type", "{\"plan\":\"x\"}", "plan"),
      new Mistake(Subject.UPDATE_PLAN, "missing field", "{\"plan\":[{\"step\":\"a\"}]}", "status"),
      new Mistake(
          Subject.UPDATE_PLAN,
          "huge",
          "{\"plan\":[" + "{\"step\":\"a\",\"status\":\"pending\"},".repeat(1_000)
              + "{\"step\":\"a\",\"status\":\"pending\"}]}",
          "at most 200"),
      new Mistake(Subject.READ_FILE, "wrong type", "{\"file_path\":true}", "file_path"),
      new Mistake(Subject.READ_FILE, "missing field", "{\"offset\":1}", "file_path"),
      new Mistake(
          Subject.READ_FILE, "huge", "{\"file_path\":\"a.txt\",\"limit\":99999999999}", "limit"),
      new Mistake(
          Subject.READ_FILE, "negative", "{\"file_path\":\"a.txt\",\"offset\":-1}", "offset"),
      new Mistake(Subject.READ_FILE, "missing file", "{\"file_path\":\"none\"}", "No such file"),
      new Mistake(Subject.READ_FILE, "folder", "{\"file_path\":\".\"}", "directory"),
      new Mistake(Subject.LIST_DIR, "wrong type", "{\"dir_path\":1}", "dir_path"),
      new Mistake(Subject.LIST_DIR, "missing field", "{}", "dir_path"),
      new Mistake(Subject.LIST_DIR, "zero", "{\"dir_path\":\".\",\"depth\":0}", "depth"),
      new Mistake(Subject.LIST_DIR, "file", "{\"dir_path\":\"a.txt\"}", "Not a directory"),
      new Mistake(Subject.LIST_DIR, "missing folder", "{\"dir_path\":\"../none\"}", "No such file"),
      new Mistake(Subject.GREP_FILES, "wrong type", "{\"pattern\":[\"a\"]}", "pattern"),
      new Mistake(Subject.GREP_FILES, "missing field", "{}", "pattern"),
      new Mistake(Subject.GREP_FILES, "no expression", "{\"pattern\":\"(\"}", "regular expression"),
      new Mistake(
          Subject.GREP_FILES, "huge", "{\"pattern\":\"" + "a".repeat(5_000) + "\"}", "2000"),
      new Mistake(
          Subject.GREP_FILES,
          "missing folder",
          "{\"pattern\":\"a\",\"path\":\"none\"}",
          "No such file"));

  private final ScriptedSandbox sandbox = new ScriptedSandbox();

  private ToolInvocation invocation(String input) {
    return sandbox.invocation(WORK, SandboxPolicy.workspaceWrite(WORK), input);
  }

  /** As the loop does it: first what the call would do, then the call. */
  private static ToolResult call(Tool tool, ToolInvocation invocation) throws Exception {
    try {
      tool.describe(invocation);
      return tool.call(invocation);
    } catch (ToolException e) {
      return ToolResult.error(String.valueOf(e.getMessage()));
    }
  }

  @TestFactory
  Stream<DynamicTest> aMistakeIsAnAnswerAndNothingIsDone() {
    return MISTAKES.stream()
        .map(mistake -> DynamicTest.dynamicTest(
            mistake.subject() + ": " + mistake.name(), () -> check(mistake)));
  }

  private void check(Mistake mistake) throws Exception {
    sandbox.files().put(WORK.resolve("a.txt"), "text\n");
    sandbox.on(command -> command.words().get(0).equals("rg")).exitsWith(127);
    List<Path> before = sandbox.files().paths();

    ToolResult result = call(mistake.subject().tool, invocation(mistake.input()));

    assertThat(result.isError()).isTrue();
    assertThat(result.text()).containsIgnoringCase(mistake.hint()).hasSizeLessThan(8_000);
    assertThat(sandbox.files().paths()).isEqualTo(before);
    assertThat(sandbox.files().text(WORK.resolve("a.txt"))).isEqualTo("text\n");
    assertThat(sandbox.started())
        .allMatch(command -> command.command().words().get(0).equals("rg"));
  }

  @Test
  void noToolIsMissingHere() {
    Set<String> here = new TreeSet<>();
    MISTAKES.forEach(mistake -> here.add(mistake.subject().tool.spec().name()));
    Set<String> all = new TreeSet<>();
    for (ShellKind kind : ShellKind.values()) {
      ModelProfile model = ModelProfile.builder().name("m").shellKind(kind).build();
      CodingTools.builder()
          .model(model)
          .only(CodingTool.values())
          .remove(CodingTool.APPLY_PATCH_FUNCTION)
          .build()
          .forEach(tool -> all.add(tool.spec().name()));
    }

    assertThat(here).isEqualTo(all);
    assertThat(MISTAKES).extracting(Mistake::subject).contains(Subject.values());
  }

  private static final Map<Subject, String> GOOD_CALLS = Map.of(
      Subject.APPLY_PATCH,
      "*** Begin Patch\n*** Update File: a.txt\n-text\n+new\n"
          + "*** Add File: b.txt\n+b\n*** End Patch",
      Subject.APPLY_PATCH_FUNCTION,
      "{\"input\":\"*** Begin Patch\\n*** Delete File: a.txt\\n*** End Patch\"}",
      Subject.VIEW_IMAGE,
      "{\"path\":\"a.txt\"}",
      Subject.READ_FILE,
      "{\"file_path\":\"a.txt\"}",
      Subject.LIST_DIR,
      "{\"dir_path\":\".\"}",
      Subject.GREP_FILES,
      "{\"pattern\":\"text\"}");

  @TestFactory
  Stream<DynamicTest> nothingIsDoneForACallThatIsCancelled() {
    return GOOD_CALLS.entrySet().stream()
        .map(call -> DynamicTest.dynamicTest(call.getKey().name(), () -> {
          Cancellation cancellation = new Cancellation();
          cancellation.cancel();

          cancelled(call.getKey(), call.getValue(), cancellation, sandbox.files());
        }));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsDoneForACallThatIsCancelledMidway() {
    return GOOD_CALLS.entrySet().stream()
        .map(call -> DynamicTest.dynamicTest(call.getKey().name(), () -> {
          Cancellation cancellation = new Cancellation();
          FileAccess files = new CancellingFiles(sandbox.files(), cancellation);

          cancelled(call.getKey(), call.getValue(), cancellation, files);

          assertThat(cancellation.isCancelled()).isTrue();
        }));
  }

  private void cancelled(Subject subject, String input, Cancellation cancellation, FileAccess files)
      throws Exception {
    sandbox.files().put(WORK.resolve("a.txt"), "text\n");
    sandbox.on(command -> command.words().get(0).equals("rg")).exitsWith(127);

    ToolResult result = call(
        subject.tool,
        invocation(input).toBuilder().cancellation(cancellation).files(files).build());

    assertThat(result.text()).doesNotContain("Success");
    assertThat(sandbox.files().paths()).containsExactly(WORK.resolve("a.txt"));
    assertThat(sandbox.files().text(WORK.resolve("a.txt"))).isEqualTo("text\n");
  }

  @TestFactory
  Stream<DynamicTest> aCommandIsEndedByACallThatIsCancelledMidway() {
    Map<Subject, String> calls = Map.of(
        Subject.EXEC_COMMAND, "{\"cmd\":\"long\",\"yield_time_ms\":30000}",
        Subject.SHELL, "{\"command\":[\"long\"]}",
        Subject.SHELL_COMMAND, "{\"command\":\"long\"}",
        Subject.GREP_FILES, "{\"pattern\":\"text\"}");
    return calls.entrySet().stream()
        .map(call -> DynamicTest.dynamicTest(call.getKey().name(), () -> {
          ScriptedSandbox commands = new ScriptedSandbox();
          Gate running = new Gate();
          commands.on(command -> true).prints("begin\n").waitsFor(running);
          commands.files().put(WORK.resolve("a.txt"), "text\n");
          Cancellation cancellation = new Cancellation();
          ToolInvocation invocation =
              commands
                  .invocation(WORK, SandboxPolicy.workspaceWrite(WORK), call.getValue())
                  .toBuilder()
                  .cancellation(cancellation)
                  .build();
          FutureTask<ToolResult> result =
              new FutureTask<>(() -> call(call.getKey().tool, invocation));
          new Thread(result).start();
          running.awaitArrival();

          cancellation.cancel();

          result.get(20, TimeUnit.SECONDS);
          assertThat(commands.started()).isNotEmpty().allMatch(StartedCommand::isClosed);
          assertThat(commands.files().paths()).containsExactly(WORK.resolve("a.txt"));
        }));
  }

  @Test
  void aSessionOutlivesTheCallThatWaitedForItsOutput() throws Exception {
    Gate running = new Gate();
    sandbox.onCommand("long").waitsFor(running).prints("end\n");
    try (SessionScope scope = new SessionScope()) {
      ToolInvocation start = invocation("{\"cmd\":\"long\",\"yield_time_ms\":250}").toBuilder()
          .session(scope)
          .build();
      String id = call(Subject.EXEC_COMMAND.tool, start)
          .text()
          .replaceAll("(?s).*session ID (\\d+).*", "$1");
      Cancellation cancellation = new Cancellation();
      ToolInvocation poll = invocation("{\"session_id\":" + id + ",\"yield_time_ms\":300000}");
      FutureTask<ToolResult> result = new FutureTask<>(() -> call(
          Subject.WRITE_STDIN.tool,
          poll.toBuilder().session(scope).cancellation(cancellation).build()));
      new Thread(result).start();

      cancellation.cancel();

      assertThat(result.get(20, TimeUnit.SECONDS).text()).doesNotContain("end\n");
      running.open();
      assertThat(call(Subject.WRITE_STDIN.tool, poll.toBuilder().session(scope).build())
              .text())
          .contains("end\n", "exited with code 0");
    }
  }

  @TestFactory
  Stream<DynamicTest> aQuestionThatCannotBeAskedIsAnAnswer() {
    Tool tool = RequestUserInputTool.of(questions -> {
      throw new AssertionError("nobody should be asked");
    });
    return Stream.of("{}", "{\"questions\":5}", "{\"questions\":[]}", "[", "{\"questions\":[{}]}")
        .map(input -> DynamicTest.dynamicTest(input, () -> {
          ToolResult result = call(tool, invocation(input));

          assertThat(result.isError()).isTrue();
          assertThat(result.text()).isNotBlank();
        }));
  }
}
