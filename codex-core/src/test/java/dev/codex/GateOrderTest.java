package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.FileAccess;
import dev.codex.exec.RunningCommand;
import dev.codex.exec.Sandbox;
import dev.codex.hook.AfterTool;
import dev.codex.hook.HookEvent;
import dev.codex.hook.HookResult;
import dev.codex.ledger.Ledger;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CommandRules;
import dev.codex.policy.Decision;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.limit.Budget;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One call on its way through the gate, written down by everybody whom it passes. */
@Timeout(60)
class GateOrderTest {

  private static final Path HERE = Path.of("/project").toAbsolutePath();

  private final ScriptedModel model = new ScriptedModel();
  private final ScriptedSandbox scripted = new ScriptedSandbox();
  private static final List<String> ORDER = List.of(
      "budget",
      "hook before",
      "rules",
      "policy about RULES",
      "hook asked",
      "approver",
      "ledger intends");

  private final List<String> way = Collections.synchronizedList(new ArrayList<>());
  private String denier = "nobody"; // who says no

  private boolean pass(String who) {
    way.add(who);
    return !who.equals(denier);
  }

  private final Budget budget = new Budget() {
    @Override
    public OptionalLong maxTokens() {
      return OptionalLong.empty();
    }

    @Override
    public OptionalInt maxRequests() {
      return OptionalInt.empty();
    }

    @Override
    public OptionalInt maxToolCalls() {
      synchronized (way) { // the driver asks as well, when it looks at the clock
        if (!way.contains("budget")) {
          way.add("budget");
        }
      }
      return denier.equals("budget") ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    public Optional<Duration> maxWallTime() {
      return Optional.empty();
    }
  };

  private HookResult hook(HookEvent event) {
    if (event instanceof HookEvent.PromptSubmitted) {
      way.clear(); // of those who were asked so that the model can be told of them
    }
    if (event instanceof HookEvent.BeforeTool) {
      return pass("hook before") ? HookResult.proceed() : HookResult.deny("no");
    }
    if (event instanceof HookEvent.PermissionRequested) {
      return pass("hook asked") ? HookResult.proceed() : HookResult.deny("no");
    }
    if (event instanceof AfterTool) {
      way.add("hook after");
    }
    return HookResult.proceed();
  }

  private final ApprovalPolicy policy = new ApprovalPolicy.Granular() {
    @Override
    public boolean asksAbout(Subject subject) {
      return pass("policy about " + subject);
    }
  };

  private final CommandRules rules = new CommandRules() {
    @Override
    public Verdict judge(RunCommand command) {
      return pass("rules") ? Verdict.ask("rules want it") : Verdict.forbid("no");
    }

    @Override
    public String basis(RunCommand command) {
      return "a rule";
    }
  };

  private Decision approve(ApprovalRequest request) {
    return pass("approver") ? Decision.approve() : Decision.deny("no");
  }

  private final Ledger ledger = new Ledger() {
    @Override
    public void intend(Entry entry) {
      if (!pass("ledger intends")) {
        throw new IllegalStateException("the disk is full");
      }
    }

    @Override
    public void settle(Entry entry, Outcome outcome) {
      way.add("ledger settles " + outcome);
    }
  };

  private final Sandbox sandbox = new Sandbox() {
    @Override
    public void require(SandboxPolicy policy) {}

    @Override
    public RunningCommand start(Command command, SandboxPolicy policy) {
      way.add("sandbox " + policy.mode());
      return scripted.start(command, policy);
    }

    @Override
    public FileAccess files(SandboxPolicy policy) {
      return scripted.files(policy);
    }
  };

  private final Tool tool = new Tool() {
    @Override
    public ToolSpec spec() {
      return TestTool.echo("run").spec();
    }

    @Override
    public ApprovalRequest describe(ToolInvocation invocation) {
      return RunCommand.builder()
          .tool("run")
          .callId(invocation.callId())
          .addCommand("date")
          .workingDirectory(HERE)
          .build();
    }

    @Override
    public ToolResult call(ToolInvocation invocation) throws InterruptedException {
      way.add("tool");
      invocation.commands().start(Command.of(HERE, "date")).waitFor(Duration.ofSeconds(20));
      return ToolResult.text("ran");
    }
  };

  private Agent agent() {
    scripted.onCommand("date").prints("Friday").exitsWith(0);
    return Agent.builder()
        .model(model)
        .workspace(HERE)
        .addTool(tool)
        .sandbox(sandbox)
        .addHook(this::hook)
        .rules(rules)
        .approvalPolicy(policy)
        .approver(this::approve)
        .turnBudget(budget)
        .ledger(ledger)
        .build();
  }

  @Test
  void everybodyIsAskedOnceAndInOrderBeforeTheToolActs() {
    model.enqueueToolCall("run", "{}").enqueueMessage("Done.");

    agent().run("Do it");

    assertThat(way)
        .containsExactly(
            "budget",
            "hook before",
            "rules",
            "policy about RULES",
            "hook asked",
            "approver",
            "ledger intends",
            "tool",
            "sandbox read-only",
            "ledger settles SUCCEEDED",
            "hook after");
  }

  /** And nobody else after whoever says no, but for the book. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hook before",
        "rules",
        "policy about RULES",
        "hook asked",
        "approver",
        "ledger intends"
      })
  void nobodyIsAskedAfterANo(String who) {
    denier = who;
    model.enqueueToolCall("run", "{}").enqueueMessage("Done.");

    agent().run("Do it");

    List<String> passed = new ArrayList<>(ORDER.subList(0, ORDER.indexOf(who) + 1));
    passed.add("ledger settles DENIED");
    assertThat(way).isEqualTo(passed);
  }

  @Test
  void nobodyIsAskedAboutACallThatTheBudgetHasNoRoomFor() {
    denier = "budget";
    model.enqueueToolCall("run", "{}");

    TurnResult result = agent().run("Do it");

    assertThat(result.status()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(way).containsExactly("budget");
  }
}
