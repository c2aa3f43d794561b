package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.event.ApprovalAnswered;
import dev.codex.event.ApprovalAsked;
import dev.codex.hook.AfterTool;
import dev.codex.hook.HookEvent;
import dev.codex.hook.HookResult;
import dev.codex.item.ToolExecution;
import dev.codex.ledger.Ledger;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.CallTool;
import dev.codex.policy.Decision;
import dev.codex.session.InMemorySessionStore;
import dev.codex.testing.RecordingApprover;
import dev.codex.testing.ScriptedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class GateTest {

  private final ScriptedModel model = new ScriptedModel();
  private final RecordingApprover approver = new RecordingApprover();
  private final TestTool tool = TestTool.echo("tool");
  private final List<String> book = new ArrayList<>();

  private AgentBuilder agent() {
    return Agent.builder().model(model).addTool(tool).approver(approver).ledger(new Ledger() {
      @Override
      public void intend(Entry entry) {
        book.add("intend " + entry.callId());
      }

      @Override
      public void settle(Entry entry, Outcome outcome) {
        book.add("settle " + entry.callId() + " " + outcome);
      }
    });
  }

  /** Threat 58 among them: whoever fails has denied. */
  static Stream<Arguments> denials() {
    return Stream.of(
        denial("an approver denies", agent -> asking(agent, request -> Decision.deny("no"))),
        denial(
            "an approver throws",
            agent -> asking(agent, request -> {
              throw new IllegalStateException("bug");
            })),
        denial("an approver says nothing", agent -> asking(agent, request -> null)),
        denial("nobody is there", agent -> agent.approvalPolicy(ApprovalPolicy.UNTRUSTED)),
        denial(
            "a hook denies",
            agent -> agent.addHook(event -> event instanceof HookEvent.BeforeTool
                ? HookResult.deny("no")
                : HookResult.proceed())),
        denial(
            "a hook throws",
            agent -> agent.addHook(event -> {
              if (event instanceof HookEvent.BeforeTool) {
                throw new IllegalStateException("bug");
              }
              return HookResult.proceed();
            })),
        denial(
            "a hook says nothing",
            agent -> agent.addHook(
                event -> event instanceof HookEvent.BeforeTool ? null : HookResult.proceed())));
  }

  private static AgentBuilder asking(AgentBuilder agent, dev.codex.policy.Approver approver) {
    return agent.approvalPolicy(ApprovalPolicy.UNTRUSTED).approver(approver);
  }

  private static Arguments denial(String why, UnaryOperator<AgentBuilder> setUp) {
    return Arguments.of(why, setUp);
  }

  @ParameterizedTest(name = "when {0}")
  @MethodSource("denials")
  void whatIsDeniedIsNotDoneAndIsEnteredOnce(String why, UnaryOperator<AgentBuilder> setUp) {
    approver.otherwise(Decision.deny("no"));
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    TurnResult result = setUp.apply(agent()).build().run("Do it");

    assertThat(result.finalMessage()).isEqualTo("Done.");
    assertThat(result.items()).noneMatch(ToolExecution.class::isInstance);
    assertThat(tool.inputs).isEmpty();
    assertThat(book).containsExactly("settle call-1 DENIED");
    assertThat(model.requests().get(1).toolOutput("call-1")).isNotBlank();
  }

  @Test
  void anApprovalIsAskedForShownAndEntered() {
    approver.enqueue(Decision.approve());
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");
    Turn turn =
        agent().approvalPolicy(ApprovalPolicy.UNTRUSTED).build().startSession().start("Do it");
    turn.await();

    CallTool request = CallTool.builder()
        .sessionId(turn.sessionId())
        .tool("tool")
        .callId("call-1")
        .input("{}")
        .isMutating(true)
        .build();
    assertThat(approver.takeRequest()).isEqualTo(request);
    assertThat(turn)
        .contains(new ApprovalAsked(request), new ApprovalAnswered(request, Decision.approve()));
    assertThat(tool.inputs).containsExactly("{}");
    assertThat(book).containsExactly("intend call-1", "settle call-1 SUCCEEDED");
  }

  @Test
  void aGrantForTheSessionIsNotAskedForAgain() {
    approver.enqueue(Decision.approveForSession(), Decision.approve());
    model
        .enqueueToolCall("tool", "1")
        .enqueueToolCall("tool", "1")
        .enqueueToolCall("tool", "2")
        .enqueueMessage("Done.");

    agent().approvalPolicy(ApprovalPolicy.UNTRUSTED).build().run("Do it");

    assertThat(tool.inputs).containsExactly("1", "1", "2");
    approver.assertDrained();
  }

  /** Threat 60: neither for another session of the same agent nor for the same one later on. */
  @Test
  void aGrantForTheSessionIsGoodForNoOther() {
    approver.enqueue(Decision.approveForSession(), Decision.deny("no"), Decision.deny("no"));
    for (int i = 0; i < 3; i++) {
      model.enqueueToolCall("tool", "1").enqueueMessage("Done.");
    }
    Agent agent = agent()
        .approvalPolicy(ApprovalPolicy.UNTRUSTED)
        .sessionStore(InMemorySessionStore.create())
        .build();
    String id;

    try (Session session = agent.startSession()) {
      id = session.id();
      session.run("Do it");
    }
    agent.run("Do it");
    try (Session session = agent.resumeSession(id)) {
      session.run("Do it");
    }

    assertThat(tool.inputs).containsExactly("1");
    approver.assertDrained();
  }

  @Test
  void anAbortStopsTheTurn() {
    approver.enqueue(Decision.abort());
    model.enqueueToolCall("tool", "{}");

    TurnResult result = agent().approvalPolicy(ApprovalPolicy.UNTRUSTED).build().run("Do it");

    assertThat(result.status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThat(tool.inputs).isEmpty();
  }

  @Test
  void aHookCanReplaceWhatTheModelIsTold() {
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    agent()
        .addHook(event -> event instanceof AfterTool after
            ? HookResult.deny("was " + after.output())
            : HookResult.proceed())
        .build()
        .run("Do it");

    assertThat(model.requests().get(1).toolOutput("call-1")).isEqualTo("was echo {}");
  }

  @Test
  void aHookCanKeepAPromptFromTheModel() {
    TurnResult result = agent()
        .addHook(event -> event instanceof HookEvent.PromptSubmitted
            ? HookResult.deny("not now")
            : HookResult.proceed())
        .build()
        .run("Do it");

    assertThat(result.status()).isEqualTo(TurnStatus.COMPLETED);
    assertThat(model.requests()).isEmpty();
  }
}
