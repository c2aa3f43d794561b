package dev.codex.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.AgentBuilder;
import dev.codex.Session;
import dev.codex.TurnResult;
import dev.codex.hook.Hook;
import dev.codex.hook.HookEvent;
import dev.codex.hook.HookResult;
import dev.codex.item.Plan;
import dev.codex.item.WorkItem;
import dev.codex.ledger.Ledger;
import dev.codex.model.ModelProfile;
import dev.codex.model.ShellKind;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CommandRules;
import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.Decision;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.FunctionModel;
import dev.codex.testing.Gate;
import dev.codex.testing.RecordedRequest;
import dev.codex.testing.ScriptedAnswer;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.files.GrepFilesTool;
import dev.codex.tools.files.ListDirTool;
import dev.codex.tools.files.ReadFileTool;
import dev.codex.tools.files.ViewImageTool;
import dev.codex.tools.patch.ApplyPatchTool;
import dev.codex.tools.plan.Question;
import dev.codex.tools.plan.RequestUserInputTool;
import dev.codex.tools.plan.UpdatePlanTool;
import dev.codex.tools.shell.ExecCommandTool;
import dev.codex.tools.shell.LoginShell;
import dev.codex.tools.shell.OutputFolder;
import dev.codex.tools.shell.ReadOutputTool;
import dev.codex.tools.shell.ShellTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever kind of tool, whoever says no or breaks down: nothing happens and the book says so. */
@Timeout(60)
class EveryToolIsGatedTest {

  private static final Path WORK = Path.of("/work");
  private static final Path FILE = WORK.resolve("a.txt");
  private static final String CONTENT = "old\nseen by nobody\n";
  private static final String PATCH =
      "*** Begin Patch\n*** Update File: a.txt\n@@\n-old\n+new\n*** End Patch";

  private static final String QUESTION =
      "{\"questions\":[{\"id\":\"a\",\"header\":\"H\",\"question\":\"Q?\",\"options\":["
          + "{\"label\":\"x\",\"description\":\"X\"},{\"label\":\"y\",\"description\":\"Y\"}]}]}";
  private static final OutputFolder OUTPUTS = OutputFolder.temporary();

  private static final String BROKEN_LEDGER = "the ledger throws";

  /** Those that the tests below look at, with what they are called by. */
  private static final List<String> KINDS = List.of(
      "shell",
      "shell words",
      "shell script",
      "patch",
      "patch function",
      "read_output",
      "view_image",
      "read_file",
      "list_dir",
      "grep_files",
      "update_plan",
      "request_user_input",
      "host lambda",
      "mcp",
      "sub-agent");

  /** What a call may have done in the world. */
  private final AtomicInteger effects = new AtomicInteger();

  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private final ScriptedModel model = new ScriptedModel();
  private final List<String> book = new ArrayList<>();

  /** A tool of a kind, and how a model calls it. */
  private record Kind(String name, Tool tool, String input) {
    boolean isAskedAbout() {
      return tool.isMutating();
    }
  }

  /** One way to be kept from acting. */
  private record Denier(String name, UnaryOperator<AgentBuilder> setUp) {
    @Override
    public String toString() {
      return name;
    }
  }

  record Ticket(String key) {}

  private Kind kind(String name) {
    return switch (name) {
      case "shell" -> kind(name, ExecCommandTool.builder().build(), "{\"cmd\":\"touch b.txt\"}");
      case "shell words" ->
        kind(name, ShellTool.words(OUTPUTS), "{\"command\":[\"touch\",\"b.txt\"]}");
      case "shell script" ->
        kind(
            name,
            ShellTool.script(Map.of(), LoginShell.ON_REQUEST, OUTPUTS),
            "{\"command\":\"touch b.txt\"}");
      case "patch" -> kind(name, ApplyPatchTool.freeform(), PATCH);
      case "patch function" ->
        kind(name, ApplyPatchTool.function(), "{\"input\":\"" + PATCH.replace("\n", "\\n") + "\"}");
      case "read_output" -> kind(name, ReadOutputTool.create(), "{\"chunk\":\"abc123\"}");
      case "view_image" -> kind(name, ViewImageTool.create(), "{\"path\":\"a.txt\"}");
      case "read_file" -> kind(name, ReadFileTool.create(), "{\"file_path\":\"a.txt\"}");
      case "list_dir" -> kind(name, ListDirTool.create(), "{\"dir_path\":\".\"}");
      case "grep_files" -> kind(name, GrepFilesTool.create(), "{\"pattern\":\"seen\"}");
      case "update_plan" ->
        kind(name, UpdatePlanTool.create(), "{\"plan\":[{\"step\":\"a\",\"status\":\"pending\"}]}");
      case "request_user_input" ->
        kind(name, RequestUserInputTool.of(this::answerNothing), QUESTION);
      case "host lambda" ->
        kind(
            name,
            Tool.of("close_ticket", "Closes.", Ticket.class, ticket -> {
              effects.incrementAndGet();
              return "closed";
            }),
            "{\"key\":\"A-1\"}");
      case "mcp" -> kind(name, new Remote(), "{\"any\":[1,2]}");
      default -> kind(name, new SubAgent(), "{\"task\":\"Do it for me\"}");
    };
  }

  private static Kind kind(String name, Tool tool, String input) {
    return new Kind(name, tool, input);
  }

  private Map<String, List<String>> answerNothing(List<Question> questions) {
    effects.incrementAndGet();
    return Map.of();
  }

  /** Passes its arguments on to somebody else, as a tool of an MCP server does. */
  private final class Remote implements Tool {
    @Override
    public ToolSpec spec() {
      return ToolSpec.function(
          "search", "Searches.", "{\"type\":\"object\"}", ToolSpec.Strictness.LENIENT);
    }

    @Override
    public ToolResult call(ToolInvocation invocation) {
      effects.incrementAndGet();
      return ToolResult.json("{}");
    }
  }

  /** Has another agent do the work, in a session of its own and in the same folder. */
  private final class SubAgent implements Tool {
    @Override
    public ToolSpec spec() {
      return ToolSpec.function(
          "spawn_agent", "Delegates.", "{\"type\":\"object\"}", ToolSpec.Strictness.LENIENT);
    }

    @Override
    public ToolResult call(ToolInvocation invocation) {
      effects.incrementAndGet();
      ScriptedModel other = new ScriptedModel()
          .enqueueFreeformCall("apply_patch", PATCH)
          .enqueueMessage("Done by another.");
      Agent agent = Agent.builder()
          .model(other)
          .tools(List.of(ApplyPatchTool.freeform()))
          .sandbox(sandbox)
          .workspace(WORK)
          .sandboxPolicy(SandboxPolicy.workspaceWrite(WORK))
          .build();
      try (Session session = agent.startSession()) {
        return ToolResult.text(session.run("Do it").finalMessage());
      }
    }
  }

  /** Who is asked only about what changes something. */
  static Stream<Denier> askedDeniers() {
    return Stream.of(
        new Denier("an approver denies", agent -> agent.approver(r -> Decision.deny("no"))),
        new Denier(
            "an approver throws",
            agent -> agent.approver(r -> {
              throw new IllegalStateException("bug");
            })),
        new Denier(
            "an approver fails hard",
            agent -> agent.approver(r -> {
              throw new AssertionError("bug");
            })),
        new Denier("an approver gives null", agent -> agent.approver(r -> null)),
        new Denier("nobody is there", agent -> agent));
  }

  /** Who has a say in every call. */
  static Stream<Denier> deniers() {
    CountDownLatch never = new CountDownLatch(1);
    return Stream.of(
        new Denier("a hook denies", agent -> agent.addHook(before(() -> HookResult.deny("no")))),
        new Denier(
            "a hook throws",
            agent -> agent.addHook(before(() -> {
              throw new IllegalStateException("bug");
            }))),
        new Denier("a hook gives null", agent -> agent.addHook(before(() -> null))),
        new Denier("a hook hangs", agent -> agent.addHook(hanging(never))),
        new Denier(BROKEN_LEDGER, agent -> agent.approver(r -> Decision.approve())));
  }

  private interface Answer {
    HookResult get();
  }

  private static boolean isDeniable(HookEvent event) {
    return event instanceof HookEvent.BeforeTool before && !isStart(before.request());
  }

  /** What has to have happened before something can be typed. */
  private static boolean isStart(ApprovalRequest request) {
    return request instanceof RunCommand run && run.script().equals("cat");
  }

  private static Hook before(Answer answer) {
    return event -> isDeniable(event) ? answer.get() : HookResult.proceed();
  }

  private static Hook hanging(CountDownLatch never) {
    return new Hook() {
      @Override
      public HookResult on(HookEvent event) {
        if (isDeniable(event)) {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        return HookResult.proceed();
      }

      @Override
      public Duration timeout() {
        return Duration.ofMillis(50);
      }
    };
  }

  static Stream<Arguments> everyKindAndDenier() {
    EveryToolIsGatedTest names = new EveryToolIsGatedTest();
    return KINDS.stream()
        .flatMap(kind -> (names.kind(kind).isAskedAbout()
                ? Stream.concat(deniers(), askedDeniers())
                : deniers())
            .map(denier -> Arguments.of(kind, denier)));
  }

  @Test
  void noToolIsLeftOut() {
    Set<String> registered = new TreeSet<>();
    for (ShellKind shell : ShellKind.values()) {
      CodingTools.builder()
          .model(ModelProfile.builder().name("any").shellKind(shell).build())
          .add(CodingTool.values())
          .remove(CodingTool.APPLY_PATCH_FUNCTION)
          .userInput(questions -> Map.of())
          .build()
          .forEach(tool -> registered.add(tool.spec().name()));
    }
    Set<String> tested = new TreeSet<>(Set.of("write_stdin")); // see the test of its own
    KINDS.forEach(kind -> tested.add(kind(kind).tool().spec().name()));

    assertThat(tested).containsAll(registered);
  }

  private AgentBuilder agent(Kind kind) {
    sandbox.files().put(FILE, CONTENT);
    if (kind.tool().spec() instanceof ToolSpec.Freeform) {
      model.enqueueFreeformCall(kind.tool().spec().name(), kind.input());
    } else {
      model.enqueueToolCall(kind.tool().spec().name(), kind.input());
    }
    model.enqueueMessage("Done.");
    return Agent.builder()
        .model(model)
        .addTool(kind.tool())
        .sandbox(sandbox)
        .workspace(WORK)
        .sandboxPolicy(SandboxPolicy.workspaceWrite(WORK))
        .approvalPolicy(ApprovalPolicy.UNTRUSTED)
        .ledger(new Recording(false));
  }

  /** Keeps the book; what is to be done cannot always be entered. */
  private final class Recording implements Ledger {
    private final boolean isFull;

    Recording(boolean isFull) {
      this.isFull = isFull;
    }

    @Override
    public void intend(Entry entry) {
      if (isFull && !isStart(entry.request().orElseThrow())) {
        throw new IllegalStateException("disk full");
      }
      book.add("intend");
    }

    @Override
    public void settle(Entry entry, Outcome outcome) {
      book.add(entry.callId() + " " + outcome);
    }
  }

  private void assertNothingWasDone(TurnResult result) {
    assertThat(result.finalMessage()).isEqualTo("Done.");
    assertThat(effects).hasValue(0);
    assertThat(sandbox.started()).isEmpty();
    assertThat(sandbox.files().text(FILE)).isEqualTo(CONTENT);
    assertThat(sandbox.files().paths()).containsExactly(FILE);
    assertThat(result.items())
        .noneMatch(WorkItem.class::isInstance)
        .noneMatch(Plan.class::isInstance);
    assertThat(book).containsExactly("call-1 DENIED");
    assertThat(model.requests().get(1).toolOutputs()).hasSize(1);
    assertThat(model.requests().get(1).toolOutputs().toString()).doesNotContain("nobody");
  }

  @ParameterizedTest(name = "{0}, when {1}")
  @MethodSource("everyKindAndDenier")
  void whatIsDeniedLeavesNoTraceButOneInTheBook(String kind, Denier denier) {
    AgentBuilder builder = denier.setUp().apply(agent(kind(kind)));
    if (denier.name().equals(BROKEN_LEDGER)) {
      builder.ledger(new Recording(true));
    }
    Agent agent = builder.build();

    assertNothingWasDone(agent.run("Do it"));
  }

  static Stream<String> kinds() {
    return KINDS.stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsApprovedIsEnteredAndThenTried(String kind) {
    sandbox.on(command -> true).exitsWith(0);

    agent(kind(kind)).approver(request -> Decision.approve()).build().run("Do it");

    assertThat(book).hasSize(2).first().isEqualTo("intend");
    assertThat(book.get(1)).startsWith("call-1 ").doesNotContain("DENIED");
  }

  static Stream<Denier> everyDenier() {
    return Stream.concat(deniers(), askedDeniers());
  }

  @ParameterizedTest(name = "when {0}")
  @MethodSource("everyDenier")
  void nothingIsTypedIntoATerminalIfThatIsDenied(Denier denier) {
    sandbox.onCommand("cat").waitsFor(new Gate()).exitsWith(0);
    AgentBuilder builder = denier
        .setUp()
        .apply(Agent.builder()
            .model(FunctionModel.answering(EveryToolIsGatedTest::startsAndTypes))
            .tools(CodingTools.standard())
            .sandbox(sandbox)
            .workspace(WORK)
            .sandboxPolicy(SandboxPolicy.workspaceWrite(WORK))
            .rules(run -> isStart(run) ? Verdict.allow() : Verdict.silent())
            .approvalPolicy(ApprovalPolicy.UNTRUSTED))
        .ledger(new Recording(denier.name().equals(BROKEN_LEDGER)));

    TurnResult result = builder.build().run("Do it");

    assertThat(result.finalMessage()).isEqualTo("Done.");
    assertThat(sandbox.started()).hasSize(1);
    assertThat(sandbox.started().get(0).input()).isEmpty();
    assertThat(book).hasSize(3);
    assertThat(book.get(2)).endsWith(" DENIED");
  }

  private static void startsAndTypes(RecordedRequest request, ScriptedAnswer answer) {
    List<String> outputs = List.copyOf(request.toolOutputs().values());
    if (outputs.isEmpty()) {
      answer.toolCall("exec_command", "{\"cmd\":\"cat\",\"tty\":true,\"yield_time_ms\":250}");
    } else if (outputs.size() == 1) {
      Matcher session = Pattern.compile("session ID (\\d+)").matcher(outputs.get(0));
      assertThat(session.find()).isTrue();
      answer.toolCall(
          "write_stdin", "{\"session_id\":" + session.group(1) + ",\"chars\":\"rm -rf x\\n\"}");
    } else {
      answer.message("Done.");
    }
  }

  static Stream<CommandRules> brokenRules() {
    return Stream.of(
        command -> {
          throw new IllegalStateException("bug");
        },
        command -> null,
        command -> Verdict.forbid("no"));
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void rulesThatForbidOrFailKeepACommandFromRunning(CommandRules rules) {
    Agent agent = agent(kind("shell"))
        .approver(request -> Decision.approve())
        .rules(rules)
        .build();

    assertNothingWasDone(agent.run("Do it"));
  }
}
