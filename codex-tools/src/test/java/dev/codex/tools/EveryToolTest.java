package dev.codex.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ToolException;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tools.plan.RequestUserInputTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Calls that no tool can do: an answer to act on, and nothing done. */
class EveryToolTest {

  private static final Path WORK = Path.of("/work").toAbsolutePath();

  /** What a model may get wrong, and a word that the answer must have. */
  private record Mistake(CodingTool tool, String name, String input, String hint) {}

  private static final List<Mistake> MISTAKES = List.of(
      new Mistake(CodingTool.EXEC_COMMAND, "wrong type", "{\"cmd\":5}", "string"),
      new Mistake(CodingTool.EXEC_COMMAND, "missing field", "{}", "cmd"),
      new Mistake(CodingTool.EXEC_COMMAND, "no object", "[1]", "failed to parse"),
      new Mistake(CodingTool.EXEC_COMMAND, "no JSON", "{\"cmd\":", "failed to parse"),
      new Mistake(CodingTool.APPLY_PATCH, "no patch", "hello", "*** Begin Patch"),
      new Mistake(CodingTool.APPLY_PATCH, "empty", "", "*** End Patch"),
      new Mistake(
          CodingTool.APPLY_PATCH,
          "missing file",
          "*** Begin Patch\n*** Update File: none\n@@\n-a\n+b\n*** End Patch",
          "No such file"),
      new Mistake(
          CodingTool.APPLY_PATCH,
          "outside",
          "*** Begin Patch\n*** Add File: ../outside.txt\n+a\n*** End Patch",
          "outside of the project"),
      new Mistake(
          CodingTool.APPLY_PATCH,
          "no path",
          "*** Begin Patch\n*** Add File: a\u0000b\n+a\n*** End Patch",
          "path"),
      new Mistake(CodingTool.APPLY_PATCH_FUNCTION, "wrong type", "{\"input\":[]}", "input"),
      new Mistake(CodingTool.APPLY_PATCH_FUNCTION, "missing field", "{}", "input"),
      new Mistake(CodingTool.VIEW_IMAGE, "wrong type", "{\"path\":{}}", "path"),
      new Mistake(CodingTool.VIEW_IMAGE, "missing field", "{}", "path"),
      new Mistake(
          CodingTool.VIEW_IMAGE, "missing file", "{\"path\":\"../none\"}", "unable to locate"),
      new Mistake(CodingTool.VIEW_IMAGE, "no path", "{\"path\":\"a\\u0000b\"}", "no path"),
      new Mistake(CodingTool.VIEW_IMAGE, "no picture", "{\"path\":\"a.txt\"}", "invalid"),
      new Mistake(CodingTool.UPDATE_PLAN, "wrong type", "{\"plan\":\"x\"}", "plan"),
      new Mistake(
          CodingTool.UPDATE_PLAN, "missing field", "{\"plan\":[{\"step\":\"a\"}]}", "status"),
      new Mistake(
          CodingTool.UPDATE_PLAN,
          "huge",
          "{\"plan\":[" + "{\"step\":\"a\",\"status\":\"pending\"},".repeat(1_000)
              + "{\"step\":\"a\",\"status\":\"pending\"}]}",
          "at most 200"),
      new Mistake(CodingTool.READ_FILE, "wrong type", "{\"file_path\":true}", "file_path"),
      new Mistake(CodingTool.READ_FILE, "missing field", "{\"offset\":1}", "file_path"),
      new Mistake(
          CodingTool.READ_FILE, "huge", "{\"file_path\":\"a.txt\",\"limit\":99999999999}", "limit"),
      new Mistake(
          CodingTool.READ_FILE, "negative", "{\"file_path\":\"a.txt\",\"offset\":-1}", "offset"),
      new Mistake(CodingTool.READ_FILE, "missing file", "{\"file_path\":\"none\"}", "No such file"),
      new Mistake(CodingTool.READ_FILE, "folder", "{\"file_path\":\".\"}", "directory"),
      new Mistake(CodingTool.LIST_DIR, "wrong type", "{\"dir_path\":1}", "dir_path"),
      new Mistake(CodingTool.LIST_DIR, "missing field", "{}", "dir_path"),
      new Mistake(CodingTool.LIST_DIR, "zero", "{\"dir_path\":\".\",\"depth\":0}", "depth"),
      new Mistake(CodingTool.LIST_DIR, "file", "{\"dir_path\":\"a.txt\"}", "Not a directory"),
      new Mistake(
          CodingTool.LIST_DIR, "missing folder", "{\"dir_path\":\"../none\"}", "No such file"),
      new Mistake(CodingTool.GREP_FILES, "wrong type", "{\"pattern\":[\"a\"]}", "pattern"),
      new Mistake(CodingTool.GREP_FILES, "missing field", "{}", "pattern"),
      new Mistake(
          CodingTool.GREP_FILES, "no expression", "{\"pattern\":\"(\"}", "regular expression"),
      new Mistake(
          CodingTool.GREP_FILES, "huge", "{\"pattern\":\"" + "a".repeat(5_000) + "\"}", "2000"),
      new Mistake(
          CodingTool.GREP_FILES,
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
        .map(mistake ->
            DynamicTest.dynamicTest(mistake.tool() + ": " + mistake.name(), () -> check(mistake)));
  }

  private void check(Mistake mistake) throws Exception {
    sandbox.files().put(WORK.resolve("a.txt"), "text\n");
    sandbox.on(command -> command.words().get(0).equals("rg")).exitsWith(127);
    List<Path> before = sandbox.files().paths();
    Tool tool = CodingTools.builder().only(mistake.tool()).build().get(0);

    ToolResult result = call(tool, invocation(mistake.input()));

    assertThat(result.isError()).isTrue();
    assertThat(result.text()).containsIgnoringCase(mistake.hint()).hasSizeLessThan(8_000);
    assertThat(sandbox.files().paths()).isEqualTo(before);
    assertThat(sandbox.files().text(WORK.resolve("a.txt"))).isEqualTo("text\n");
    assertThat(sandbox.started())
        .allMatch(command -> command.command().words().get(0).equals("rg"));
  }

  @TestFactory
  Stream<DynamicTest> nothingIsDoneForACallThatIsCancelled() {
    Map<CodingTool, String> calls = Map.of(
        CodingTool.APPLY_PATCH, "*** Begin Patch\n*** Add File: b.txt\n+b\n*** End Patch",
        CodingTool.READ_FILE, "{\"file_path\":\"a.txt\"}",
        CodingTool.LIST_DIR, "{\"dir_path\":\".\"}",
        CodingTool.GREP_FILES, "{\"pattern\":\"text\"}");
    return calls.entrySet().stream()
        .map(call -> DynamicTest.dynamicTest(call.getKey().name(), () -> {
          sandbox.files().put(WORK.resolve("a.txt"), "text\n");
          sandbox.on(command -> command.words().get(0).equals("rg")).exitsWith(127);
          Cancellation cancellation = new Cancellation();
          cancellation.cancel();
          Tool tool = CodingTools.builder().only(call.getKey()).build().get(0);

          ToolResult result = call(
              tool,
              invocation(call.getValue()).toBuilder().cancellation(cancellation).build());

          assertThat(result.text()).doesNotContain("b.txt");
          assertThat(sandbox.files().paths()).containsExactly(WORK.resolve("a.txt"));
        }));
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
