package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.item.CommandExecution;
import dev.codex.item.WorkStatus;
import dev.codex.ledger.Ledger;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CommandRules;
import dev.codex.policy.Decision;
import dev.codex.policy.EnvironmentChange;
import dev.codex.policy.RuleAmendment;
import dev.codex.policy.RunCommand;
import dev.codex.policy.RunCommand.Confinement;
import dev.codex.policy.Safeguard;
import dev.codex.policy.Safeguard.OnlyCopies;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.RecordingApprover;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.testing.StartedCommand;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an answer, and when a command is tried again outside of the sandbox. */
@Timeout(60)
class ApprovalsTest {

  private static final Path WORK = Path.of("/work");

  private final ScriptedModel model = new ScriptedModel();
  private final ScriptedSandbox sandbox = new ScriptedSandbox();
  private final RecordingApprover approver = new RecordingApprover();
  private final List<RuleAmendment> remembered = new ArrayList<>();
  private Confinement confinement = Confinement.SANDBOXED;

  /** Runs its input as a command. */
  private final class RunTool implements Tool {
    @Override
    public ToolSpec spec() {
      return new ToolSpec.Freeform("run", "Runs.", "lark", "start: /.+/");
    }

    @Override
    public ApprovalRequest describe(ToolInvocation invocation) {
      return RunCommand.builder()
          .tool("run")
          .callId(invocation.callId())
          .addCommand(invocation.input().split(" "))
          .workingDirectory(WORK)
          .confinement(confinement)
          .build();
    }

    @Override
    public ToolResult call(ToolInvocation invocation) throws Exception {
      try (RunningCommand running =
          invocation.commands().start(Command.of(WORK, invocation.input()))) {
        String output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
        int exit = running.waitFor(Duration.ofSeconds(10)).orElseThrow();
        invocation
            .progress()
            .completed(CommandExecution.builder()
                .id("i")
                .addCommand(invocation.input())
                .workingDirectory(WORK)
                .status(exit == 0 ? WorkStatus.COMPLETED : WorkStatus.FAILED)
                .exitCode(exit)
                .output(output)
                .build());
        return exit == 0 ? ToolResult.text(output) : ToolResult.error(output);
      }
    }
  }

  private final CommandRules rules = new CommandRules() {
    @Override
    public Verdict judge(RunCommand command) {
      return remembered.stream()
              .anyMatch(one -> one instanceof RuleAmendment.AllowPrefix prefix
                  && command.command().containsAll(prefix.words()))
          ? Verdict.allow()
          : Verdict.silent();
    }

    @Override
    public boolean remember(RuleAmendment amendment) {
      return remembered.add(amendment);
    }
  };

  private AgentBuilder agent(ApprovalPolicy policy) {
    return Agent.builder()
        .model(model)
        .addTool(new RunTool())
        .sandbox(sandbox)
        .workspace(WORK)
        .sandboxPolicy(SandboxPolicy.workspaceWrite(WORK))
        .approvalPolicy(policy)
        .approver(approver);
  }

  private List<String> policies() {
    return sandbox.started().stream()
        .map(StartedCommand::policy)
        .map(SandboxPolicy::mode)
        .toList();
  }

  @Test
  void aCommandThatTheSandboxStoppedIsTriedOutsideOnceSomebodyAgrees() {
    sandbox.onCommand("touch").prints("touch: Permission denied\n").exitsWith(1);
    approver.enqueue(Decision.approve());
    model.enqueueFreeformCall("run", "touch").enqueueMessage("Done.");

    agent(ApprovalPolicy.ON_FAILURE).build().run("Do it");

    assertThat(policies()).containsExactly("workspace-write", "danger-full-access");
    RunCommand asked = (RunCommand) approver.takeRequest();
    assertThat(asked.confinement()).isEqualTo(Confinement.ESCALATED);
    assertThat(asked.reason()).isEqualTo("command failed; retry without sandbox?");
  }

  @Test
  void itStaysInsideIfNobodyAgrees() {
    sandbox.onCommand("touch").prints("Read-only file system\n").exitsWith(1);
    approver.enqueue(Decision.deny("no"));
    model.enqueueFreeformCall("run", "touch").enqueueMessage("Done.");

    agent(ApprovalPolicy.ON_FAILURE).build().run("Do it");

    assertThat(policies()).containsExactly("workspace-write");
    assertThat(model.requests().get(1).toolOutput("call-1"))
        .contains("Read-only file system")
        .contains("rejected by user: no");
  }

  @Test
  void anAbortInsteadOfTryingOutsideStopsTheTurn() {
    sandbox.onCommand("touch").prints("Permission denied\n").exitsWith(1);
    approver.enqueue(Decision.abort());
    model.enqueueFreeformCall("run", "touch");

    TurnResult result = agent(ApprovalPolicy.ON_FAILURE).build().run("Do it");

    assertThat(result.status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThat(policies()).containsExactly("workspace-write");
  }

  @Test
  void tryingOutsideCanBePutOffAndIsDoneOutsideOnceItIsApproved() {
    sandbox.onCommand("touch").prints("Permission denied\n").exitsWith(1);
    approver.enqueue(Decision.defer());
    model.enqueueFreeformCall("run", "touch").enqueueMessage("Done.");
    Session session = agent(ApprovalPolicy.ON_FAILURE).build().startSession();

    TurnResult result = session.run("Do it");

    assertThat(result.status()).isEqualTo(TurnStatus.AWAITING_APPROVAL);
    assertThat(result.pendingApprovals().get(0).action()).contains("outside the sandbox");
    assertThat(policies()).containsExactly("workspace-write");

    session.answer(result.pendingApprovals().get(0).id(), Decision.approve()).await();

    assertThat(policies()).containsExactly("workspace-write", "danger-full-access");
  }

  @ParameterizedTest
  @ValueSource(strings = {"on-request", "never"})
  void otherPoliciesAskNobodyAboutIt(String policy) {
    sandbox.onCommand("touch").prints("Permission denied\n").exitsWith(1);
    model.enqueueFreeformCall("run", "touch").enqueueMessage("Done.");

    agent(ApprovalPolicy.named(policy).orElseThrow()).build().run("Do it");

    assertThat(policies()).containsExactly("workspace-write");
    approver.assertDrained();
  }

  @Test
  void anOrdinaryFailureIsNoReasonToLeaveTheSandbox() {
    sandbox.onCommand("make").prints("1 test failed\n").exitsWith(2);
    model.enqueueFreeformCall("run", "make").enqueueMessage("Done.");

    agent(ApprovalPolicy.ON_FAILURE).build().run("Do it");

    assertThat(policies()).containsExactly("workspace-write");
    approver.assertDrained();
  }

  @Test
  void anEscalationThatIsApprovedRunsOutside() {
    confinement = Confinement.ESCALATED;
    sandbox.onCommand("make").prints("ok\n");
    approver.enqueue(Decision.approve());
    model.enqueueFreeformCall("run", "make").enqueueMessage("Done.");

    agent(ApprovalPolicy.ON_REQUEST).build().run("Do it");

    assertThat(policies()).containsExactly("danger-full-access");
  }

  @Test
  void anApprovalWithARuleIsRememberedByTheRules() {
    sandbox.onCommand("make").prints("ok\n");
    approver.enqueue(Decision.approveWithRule(List.of("make")));
    model
        .enqueueFreeformCall("run", "make")
        .enqueueFreeformCall("run", "make")
        .enqueueMessage("Done.");

    agent(ApprovalPolicy.UNTRUSTED).rules(rules).build().run("Do it");

    assertThat(remembered).containsExactly(RuleAmendment.allowPrefix(List.of("make")));
    assertThat(sandbox.started()).hasSize(2);
    approver.assertDrained();
  }

  @Test
  void rulesThatKeepNothingLetItHoldForTheSession() {
    sandbox.onCommand("make").prints("ok\n");
    approver.enqueue(Decision.approveWithRule(List.of("make")));
    model
        .enqueueFreeformCall("run", "make")
        .enqueueFreeformCall("run", "make")
        .enqueueMessage("Done.");

    agent(ApprovalPolicy.UNTRUSTED).build().run("Do it");

    assertThat(sandbox.started()).hasSize(2);
    approver.assertDrained();
  }

  @Test
  void whoDecidesSeesHowTheEnvironmentDiffersAndSoDoesTheBook() {
    List<Ledger.Entry> book = new ArrayList<>();
    approver.enqueue(Decision.deny("no"));
    model.enqueueFreeformCall("run", "env GIT_SSH=./x API_KEY=abc git").enqueueMessage("Done.");

    agent(ApprovalPolicy.UNTRUSTED)
        .ledger(new Ledger() {
          @Override
          public void intend(Entry entry) {}

          @Override
          public void settle(Entry entry, Outcome outcome) {
            book.add(entry);
          }
        })
        .build()
        .run("Do it");

    RunCommand asked = (RunCommand) approver.takeRequest();
    assertThat(asked.environmentChanges())
        .containsExactly(
            new EnvironmentChange("GIT_SSH", EnvironmentChange.Kind.ADDED, "./x"),
            new EnvironmentChange("API_KEY", EnvironmentChange.Kind.ADDED, "<hidden>"));
    assertThat(asked.display()).contains(" with GIT_SSH=./x, API_KEY=<hidden> in /work");
    assertThat(book.get(0).environment()).containsExactly("GIT_SSH=./x", "API_KEY=<hidden>");
  }

  @Test
  void anAnswerThatWasGivenUnderOtherRulesIsStale() {
    List<String> reasons = new ArrayList<>(List.of("touches production"));
    approver.enqueue(Decision.defer());
    model.enqueueFreeformCall("run", "touch").enqueueMessage("I see.");
    Session session = agent(ApprovalPolicy.ON_REQUEST)
        .rules(command -> CommandRules.Verdict.ask(reasons.get(0)))
        .build()
        .startSession();
    TurnResult result = session.run("Do it");

    reasons.set(0, "touches production and the only backup");
    session.answer(result.pendingApprovals().get(0).id(), Decision.approve()).await();

    assertThat(sandbox.started()).isEmpty();
    assertThat(model.requests().get(1).lastUserText()).contains("stale approval");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read-only", "workspace-write"})
  void aRuleThatLetsACommandOutDoesNotLiftTheSafeguard(String mode) {
    SandboxPolicy policy =
        mode.equals("read-only") ? SandboxPolicy.readOnly() : SandboxPolicy.workspaceWrite(WORK);
    model.enqueueFreeformCall("run", "rm -rf /etc/ssl").enqueueMessage("Done.");

    agent(ApprovalPolicy.ON_REQUEST)
        .sandboxPolicy(policy)
        .rules(command -> CommandRules.Verdict.allowOutside())
        .build()
        .run("Do it");

    assertThat(sandbox.started()).isEmpty();
    assertThat(model.requests().get(1).toolOutput("call-1")).contains("blocked by the safeguard");
  }

  @Test
  void aRuleThatLetsACommandOutDoesNotLetTheOnlyCopyGo() {
    sandbox.files().put(WORK.resolve("notes.txt"), "never committed");
    model.enqueueFreeformCall("run", "rm notes.txt").enqueueMessage("Done.");

    agent(ApprovalPolicy.ON_REQUEST)
        .sandboxPolicy(SandboxPolicy.readOnly())
        .rules(command -> CommandRules.Verdict.allowOutside())
        .build()
        .run("Do it");

    assertThat(sandbox.started()).isEmpty();
    assertThat(model.requests().get(1).toolOutput("call-1")).contains("is the only copy");
  }

  @Test
  void nobodyIsAskedToTryOutsideWhatWouldTakeTheOnlyCopyAway() {
    sandbox.files().put(WORK.resolve("notes.txt"), "never committed");
    sandbox.onCommand("rm notes.txt").prints("Read-only file system\n").exitsWith(1);
    model.enqueueFreeformCall("run", "rm notes.txt").enqueueMessage("Done.");

    agent(ApprovalPolicy.ON_FAILURE)
        .sandboxPolicy(SandboxPolicy.readOnly())
        .build()
        .run("Do it");

    assertThat(policies()).containsExactly("read-only");
    approver.assertDrained();
  }

  @Test
  void whatIsDestroyedOutsideCountsForTheTurn() {
    for (String name : List.of("a", "b")) {
      sandbox.files().put(WORK.resolve(name), "content");
      sandbox.onCommand("rm " + name).prints("Read-only file system\n").exitsWith(1);
      model.enqueueFreeformCall("run", "rm " + name);
    }
    model.enqueueMessage("Done.");
    approver.enqueue(Decision.approve());

    agent(ApprovalPolicy.ON_FAILURE)
        .sandboxPolicy(SandboxPolicy.readOnly())
        .safeguard(
            Safeguard.builder().maxDeletedFiles(1).onlyCopies(OnlyCopies.FREE).build())
        .build()
        .run("Do it");

    assertThat(policies()).containsExactly("read-only", "danger-full-access", "read-only");
    approver.assertDrained();
  }

  @Test
  void aHostThatIsDeniedForGoodIsANo() {
    approver.enqueue(Decision.denyHost("evil.example"));
    model.enqueueFreeformCall("run", "curl").enqueueMessage("Done.");

    agent(ApprovalPolicy.UNTRUSTED).rules(rules).build().run("Do it");

    assertThat(remembered).containsExactly(RuleAmendment.denyHost("evil.example"));
    assertThat(sandbox.started()).isEmpty();
  }

  @Test
  void anApproverThatSleepsIsInterruptedWithItsTurn() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    model.enqueueFreeformCall("run", "make");
    Turn turn = agent(ApprovalPolicy.UNTRUSTED)
        .approver(request -> {
          inside.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Decision.approve();
        })
        .build()
        .startSession()
        .start("Do it");
    inside.await();

    turn.interrupt();

    assertThat(turn.await().status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThat(sandbox.started()).isEmpty();
  }
}
