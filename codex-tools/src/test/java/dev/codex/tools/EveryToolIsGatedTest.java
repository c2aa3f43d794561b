package dev.codex.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.AgentBuilder;
import dev.codex.TurnResult;
import dev.codex.hook.Hook;
import dev.codex.hook.HookEvent;
import dev.codex.hook.HookResult;
import dev.codex.ledger.Ledger;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.CommandRules;
import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.Decision;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.patch.ApplyPatchTool;
import dev.codex.tools.shell.ExecCommandTool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever kind of tool, whoever says no or breaks down: nothing happens and the book says so. */
@Timeout(60)
class EveryToolIsGatedTest {

  private static final Path WORK = Path.of("/work");
  private static final Path FILE = WORK.resolve("a.txt");
  private static final String PATCH =
      "*** Begin Patch\n*** Update File: a.txt\n@@\n-old\n+new\n*** End Patch";

  /** What a call may have done in the world. */
  private final AtomicInteger effects = new AtomicInteger();

  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private final ScriptedModel model = new ScriptedModel();
  private final List<String> book = new ArrayList<>();

  /** A tool of a kind, and how a model calls it. */
  private record Kind(String name, Tool tool, String input) {
    @Override
    public String toString() {
      return name;
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
      case "shell" ->
        new Kind(name, ExecCommandTool.builder().build(), "{\"cmd\":\"touch b.txt\"}");
      case "patch" -> new Kind(name, ApplyPatchTool.freeform(), PATCH);
      case "patch function" ->
        new Kind(
            name, ApplyPatchTool.function(), "{\"input\":\"" + PATCH.replace("\n", "\\n") + "\"}");
      case "host lambda" ->
        new Kind(
            name,
            Tool.of("close_ticket", "Closes.", Ticket.class, ticket -> {
              effects.incrementAndGet();
              return "closed";
            }),
            "{\"key\":\"A-1\"}");
      case "mcp" -> new Kind(name, new Remote(), "{\"any\":[1,2]}");
      default -> new Kind(name, new SubAgent(), "{\"task\":\"Do it for me\"}");
    };
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

  /** Has another agent do the work. */
  private final class SubAgent implements Tool {
    @Override
    public ToolSpec spec() {
      return ToolSpec.function(
          "spawn_agent", "Delegates.", "{\"type\":\"object\"}", ToolSpec.Strictness.LENIENT);
    }

    @Override
    public ToolResult call(ToolInvocation invocation) {
      effects.incrementAndGet();
      ScriptedModel other = new ScriptedModel().enqueueMessage("Done by another.");
      return ToolResult.text(Agent.builder().model(other).build().run("Do it").finalMessage());
    }
  }

  static Stream<Denier> deniers() {
    CountDownLatch never = new CountDownLatch(1);
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
        new Denier("nobody is there", agent -> agent),
        new Denier("a hook denies", agent -> agent.addHook(before(() -> HookResult.deny("no")))),
        new Denier(
            "a hook throws",
            agent -> agent.addHook(before(() -> {
              throw new IllegalStateException("bug");
            }))),
        new Denier("a hook gives null", agent -> agent.addHook(before(() -> null))),
        new Denier("a hook hangs", agent -> agent.addHook(hanging(never))));
  }

  private interface Answer {
    HookResult get();
  }

  private static Hook before(Answer answer) {
    return event -> event instanceof HookEvent.BeforeTool ? answer.get() : HookResult.proceed();
  }

  private static Hook hanging(CountDownLatch never) {
    return new Hook() {
      @Override
      public HookResult on(HookEvent event) {
        if (event instanceof HookEvent.BeforeTool) {
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
    return Stream.of("shell", "patch", "patch function", "host lambda", "mcp", "sub-agent")
        .flatMap(kind -> deniers().map(denier -> Arguments.of(kind, denier)));
  }

  private AgentBuilder agent(Kind kind) {
    sandbox.files().put(FILE, "old\n");
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
        .ledger(new Ledger() {
          @Override
          public void intend(Entry entry) {
            book.add("intend");
          }

          @Override
          public void settle(Entry entry, Outcome outcome) {
            book.add(entry.callId() + " " + outcome);
          }
        });
  }

  private void assertNothingWasDone(TurnResult result) {
    assertThat(result.finalMessage()).isEqualTo("Done.");
    assertThat(effects).hasValue(0);
    assertThat(sandbox.started()).isEmpty();
    assertThat(sandbox.files().text(FILE)).isEqualTo("old\n");
    assertThat(sandbox.files().paths()).containsExactly(FILE);
    assertThat(book).containsExactly("call-1 DENIED");
    assertThat(model.requests().get(1).toolOutputs()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}, when {1}")
  @MethodSource("everyKindAndDenier")
  void whatIsDeniedLeavesNoTraceButOneInTheBook(String kind, Denier denier) {
    Agent agent = denier.setUp().apply(agent(kind(kind))).build();

    assertNothingWasDone(agent.run("Do it"));
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
