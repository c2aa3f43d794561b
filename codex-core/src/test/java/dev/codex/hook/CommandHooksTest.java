package dev.codex.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.item.Content;
import dev.codex.item.CustomToolCall;
import dev.codex.item.FunctionCall;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.CallTool;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON contract of command hooks, as recorded from Codex 0.169. */
@Timeout(60)
class CommandHooksTest {

  @TempDir
  Path folder;

  private HookContext context;

  @BeforeEach
  void prepare() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "this machine has no /bin/sh");
    context = HookContext.builder()
        .sessionId("s1")
        .turnId("t1")
        .transcript(Path.of("/home/ada/rollout.jsonl"))
        .workingDirectory(folder)
        .model("gpt-5.5")
        .approvalPolicy(ApprovalPolicy.NEVER)
        .build();
  }

  private CommandHooks hooks(String json, HookFailures failures) throws IOException {
    Path file = folder.resolve("hooks.json");
    Files.writeString(file, json);
    return CommandHooks.builder()
        .addFile(file)
        .environment(Map.of("PATH", "/usr/bin:/bin", "MY_TOKEN", "secret"))
        .failures(failures)
        .build();
  }

  private Hook hook(String event, String command, HookFailures failures) throws IOException {
    String json = "{\"hooks\":{\"" + event + "\":[{\"hooks\":[{\"type\":\"command\",\"timeout\":1,"
        + "\"command\":\"" + command.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}]}]}}";
    return hooks(json, failures).hooks().get(0);
  }

  private HookEvent.BeforeTool shell(String script) {
    return new HookEvent.BeforeTool(
        context,
        FunctionCall.of("f", "c1", "exec_command", "{\"cmd\":\"" + script + "\",\"x\":1}"),
        RunCommand.builder()
            .tool("exec_command")
            .addCommand("/bin/bash", "-lc", script)
            .script(script)
            .workingDirectory(folder)
            .build());
  }

  private String input(HookEvent event, String point) throws IOException {
    hook(point, "cat > in.json", HookFailures.IGNORE).on(event);
    return Files.readString(folder.resolve("in.json")).replace(folder.toString(), "/w");
  }

  private static String common(String point, String rest) {
    return "{\"session_id\":\"s1\",\"turn_id\":\"t1\","
        + "\"transcript_path\":\"/home/ada/rollout.jsonl\","
        + "\"cwd\":\"/w\",\"hook_event_name\":\"" + point
        + "\",\"model\":\"gpt-5.5\",\"permission_mode\":\"bypassPermissions\"," + rest + "}";
  }

  @Test
  void inputsAreThoseOfCodex() throws IOException {
    assertThat(input(
            new HookEvent.PromptSubmitted(context, List.of(Content.text("go"))),
            "UserPromptSubmit"))
        .isEqualTo(common("UserPromptSubmit", "\"prompt\":\"go\""));
    assertThat(input(shell("echo hi"), "PreToolUse"))
        .isEqualTo(common(
            "PreToolUse",
            "\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"echo hi\"},"
                + "\"tool_use_id\":\"c1\""));
    assertThat(input(new HookEvent.TurnStopping(context, false, "done"), "Stop"))
        .isEqualTo(
            common("Stop", "\"stop_hook_active\":false,\"last_assistant_message\":\"done\""));
    HookContext outside = context.toBuilder().turnId("").build();
    assertThat(input(new HookEvent.SessionEnded(outside, "other"), "SessionEnd"))
        .isEqualTo("{\"session_id\":\"s1\",\"transcript_path\":\"/home/ada/rollout.jsonl\","
            + "\"cwd\":\"/w\",\"hook_event_name\":\"SessionEnd\",\"reason\":\"other\"}");
  }

  @Test
  void toolsGoByTheNamesThatHooksKnow() throws IOException {
    AfterTool patch = AfterTool.builder()
        .context(context)
        .call(new CustomToolCall("i", "c2", "apply_patch", "*** Begin Patch"))
        .request(EditFiles.builder().tool("apply_patch").diff("").build())
        .output("Success.")
        .build();
    HookEvent mcp = new HookEvent.BeforeTool(
        context,
        FunctionCall.builder()
            .id("f")
            .callId("c3")
            .namespace("mcp__docs")
            .name("search")
            .arguments("{\"q\":1}")
            .build(),
        CallTool.builder().tool("search").input("{\"q\":1}").isMutating(true).build());

    assertThat(input(patch, "PostToolUse"))
        .endsWith("\"tool_name\":\"apply_patch\",\"tool_input\":{\"command\":\"*** Begin Patch\"},"
            + "\"tool_response\":\"Success.\",\"tool_use_id\":\"c2\"}");
    assertThat(input(mcp, "PreToolUse"))
        .endsWith("\"tool_name\":\"mcp__docs__search\",\"tool_input\":{\"q\":1},"
            + "\"tool_use_id\":\"c3\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "echo no >&2; exit 2|no",
        "echo '{\"decision\":\"block\",\"reason\":\"no\"}'|no",
        "echo '{\"hookSpecificOutput\":{\"permissionDecision\":\"deny\","
            + "\"permissionDecisionReason\":\"no\"}}'|no"
      })
  void aBlockIsADenial(String command, String reason) throws IOException {
    assertThat(hook("PreToolUse", command, HookFailures.IGNORE).on(shell("ls")))
        .isEqualTo(HookResult.deny(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 1",
        "exit 2",
        "echo '{\"decision\":'",
        "echo '{\"decision\":\"block\"}'",
        "echo '{\"continue\":false}'",
        "echo '{\"hookSpecificOutput\":{\"permissionDecision\":\"deny\"}}'",
        "echo '{\"hookSpecificOutput\":{\"updatedInput\":{\"command\":\"x\"}}}'",
        "/nonexistent/program",
        "sleep 5"
      })
  void aHookThatFailsDeniesUnlessTheHostWantsItAsInCodex(String command) throws IOException {
    assertThat(hook("PreToolUse", command, HookFailures.IGNORE).on(shell("ls")))
        .isEqualTo(HookResult.proceed());
    assertThat(hook("PreToolUse", command, HookFailures.DENY).on(shell("ls")))
        .isInstanceOf(HookResult.Deny.class);
  }

  @Test
  void aHookCanRewriteTheCommandAndKeepsTheOtherArguments() throws IOException {
    String command = "echo '{\"hookSpecificOutput\":{\"permissionDecision\":\"allow\","
        + "\"updatedInput\":{\"command\":\"echo other\"}}}'";

    assertThat(hook("PreToolUse", command, HookFailures.DENY).on(shell("ls")))
        .isEqualTo(HookResult.rewrite("{\"cmd\":\"echo other\",\"x\":1}"));
  }

  @Test
  void aQuestionIsPassedOnWhereFailuresDeny() throws IOException {
    String command = "echo '{\"hookSpecificOutput\":{\"permissionDecision\":\"ask\","
        + "\"permissionDecisionReason\":\"odd\"}}'";

    assertThat(hook("PreToolUse", command, HookFailures.DENY).on(shell("ls")))
        .isEqualTo(HookResult.ask("odd"));
    assertThat(hook("PreToolUse", command, HookFailures.IGNORE).on(shell("ls")))
        .isEqualTo(HookResult.proceed());
  }

  @Test
  void plainTextIsContextWhereAPromptBegins() throws IOException {
    HookEvent prompt = new HookEvent.PromptSubmitted(context, List.of(Content.text("go")));

    assertThat(hook("UserPromptSubmit", "echo today", HookFailures.DENY).on(prompt))
        .isEqualTo(HookResult.proceed().withContext("today"));
    assertThat(hook("PreToolUse", "echo today", HookFailures.DENY).on(shell("ls")))
        .isEqualTo(HookResult.proceed());
  }

  @Test
  void aHookGetsNoSecrets() throws IOException {
    hook("PreToolUse", "env > env.txt", HookFailures.DENY).on(shell("ls"));

    assertThat(Files.readString(folder.resolve("env.txt")))
        .contains("PATH=")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "Bash, true",
    "Foo|Bash, true",
    "^B.s, true",
    "*, true",
    "Bas, false",
    "bash, false",
    "exec_command, false"
  })
  void aMatcherMeansWholeNamesOrAPattern(String matcher, boolean matches) throws IOException {
    CommandHooks hooks = hooks(
        "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"" + matcher + "\",\"hooks\":[{\"type\":"
            + "\"command\",\"command\":\"echo no >&2; exit 2\"}]}]}}",
        HookFailures.DENY);

    assertThat(hooks.hooks().get(0).on(shell("ls")) instanceof HookResult.Deny).isEqualTo(matches);
  }

  @Test
  void hooksAreNumberedAsInCodex() throws IOException {
    CommandHooks hooks = hooks(
        "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\"}]}],"
            + "\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"b\"}]}]}}",
        HookFailures.DENY);

    List<String> names = new ArrayList<>();
    hooks.hooks().forEach(hook -> names.add(hook.toString()));
    String file = folder.resolve("hooks.json").toString();
    assertThat(names)
        .containsExactly(
            "CommandHook[PreToolUse 0:" + file + "]", "CommandHook[Stop 1:" + file + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{|EOF while parsing an object at line 1 column 1",
        "``|EOF while parsing a value at line 1 column 0",
        "{\"hooks\":{\"PreToolUse\":{}}}"
            + "|invalid type: map, expected a sequence at line 1 column 23",
      })
  void aFileThatDoesNotFitHoldsNoHooksAndSaysWhy(String json, String why) throws IOException {
    CommandHooks hooks = hooks(json, HookFailures.DENY);

    assertThat(hooks.hooks()).isEmpty();
    assertThat(hooks.notices())
        .containsExactly(
            "failed to parse hooks config " + folder.resolve("hooks.json") + ": " + why);
  }
}
