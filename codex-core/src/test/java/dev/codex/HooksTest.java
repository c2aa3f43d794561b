package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.event.HookDenied;
import dev.codex.hook.AfterTool;
import dev.codex.hook.Hook;
import dev.codex.hook.HookEvent;
import dev.codex.hook.HookResult;
import dev.codex.item.DeveloperMessage;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.UserMessage;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.Decision;
import dev.codex.policy.limit.LoopGuard;
import dev.codex.testing.RecordingApprover;
import dev.codex.testing.ScriptedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HooksTest {

  private final ScriptedModel model = new ScriptedModel();
  private final TestTool tool = TestTool.echo("tool");
  private final RecordingApprover approver = new RecordingApprover();

  private AgentBuilder agent() {
    return Agent.builder().model(model).addTool(tool).approver(approver);
  }

  private static Hook before(HookResult result) {
    return event -> event instanceof HookEvent.BeforeTool ? result : HookResult.proceed();
  }

  private List<ModelItem> lastInput() {
    return model.requests().get(model.requests().size() - 1).input();
  }

  @Test
  void aHookHearsOfEveryPointInOrder() {
    List<String> points = new CopyOnWriteArrayList<>();
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    try (Session session = agent()
        .approvalPolicy(ApprovalPolicy.UNTRUSTED)
        .approver(request -> Decision.approve())
        .addHook(event -> {
          points.add(event.getClass().getSimpleName().replace("Immutable", ""));
          return HookResult.proceed();
        })
        .build()
        .startSession()) {
      session.run("Do it");
      session.close();
    }

    // a call begins while the answer is still being read, so those two are in no order
    List<String> ofModel =
        points.stream().filter(name -> name.endsWith("Model")).toList();
    points.removeAll(ofModel);
    assertThat(ofModel).containsExactly("BeforeModel", "AfterModel", "BeforeModel", "AfterModel");
    assertThat(points)
        .containsExactly(
            "SessionStarted",
            "PromptSubmitted",
            "BeforeTool",
            "PermissionRequested",
            "AfterTool",
            "TurnStopping",
            "SessionEnded");
  }

  @Test
  void contextOfHooksStandsWhereItBelongs() {
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    agent()
        .addHook(event -> {
          HookResult proceed = HookResult.proceed();
          if (event instanceof HookEvent.SessionStarted) {
            return proceed.withContext("session");
          } else if (event instanceof HookEvent.PromptSubmitted) {
            return proceed.withContext("prompt");
          } else if (event instanceof HookEvent.BeforeTool) {
            return proceed.withContext("before 1").withContext("before 2");
          }
          return event instanceof AfterTool ? proceed.withContext("after") : proceed;
        })
        .build()
        .run("Do it");

    List<String> texts = new ArrayList<>();
    for (ModelItem item : lastInput()) {
      if (item instanceof DeveloperMessage message
          && message.content().toString().length() < 60) {
        texts.add(dev.codex.item.Content.textOf(message.content()));
      } else if (item instanceof UserMessage message && !message.text().startsWith("<")) {
        texts.add("USER " + message.text());
      } else if (item instanceof FunctionCallOutput) {
        texts.add("OUTPUT");
      }
    }
    assertThat(texts)
        .containsExactly(
            "session", "USER Do it", "prompt", "before 1", "before 2", "after", "OUTPUT");
  }

  @Test
  void aHookCanGiveAToolAnotherInput() {
    model.enqueueToolCall("tool", "{\"a\":1}").enqueueMessage("Done.");

    agent().addHook(before(HookResult.rewrite("{\"a\":2}"))).build().run("Do it");

    assertThat(tool.inputs).containsExactly("{\"a\":2}");
  }

  @Test
  void aHookCanHaveSomebodyAsked() {
    approver.enqueue(Decision.deny("no"));
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    agent().addHook(before(HookResult.ask("looks odd"))).build().run("Do it");

    assertThat(approver.takeRequest().reason()).isEqualTo("looks odd");
    assertThat(tool.inputs).isEmpty();
  }

  @Test
  void whereNobodyMayBeAskedTheQuestionOfAHookIsADenial() {
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    agent()
        .approvalPolicy(ApprovalPolicy.NEVER)
        .addHook(before(HookResult.ask("looks odd")))
        .build()
        .run("Do it");

    assertThat(tool.inputs).isEmpty();
    assertThat(model.requests().get(1).toolOutput("call-1")).contains("looks odd");
  }

  @Test
  void aHookCanAnswerInPlaceOfTheApprover() {
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    agent()
        .approvalPolicy(ApprovalPolicy.UNTRUSTED)
        .addHook(event -> event instanceof HookEvent.PermissionRequested
            ? HookResult.approve()
            : HookResult.proceed())
        .build()
        .run("Do it");

    assertThat(tool.inputs).hasSize(1);
    assertThat(approver.requests()).isEmpty();
  }

  @Test
  void aHookCanStopATurnBeforeATool() {
    model.enqueueToolCall("tool", "{}");

    TurnResult result =
        agent().addHook(before(HookResult.stop("enough"))).build().run("Do it");

    assertThat(result.status()).isEqualTo(TurnStatus.INTERRUPTED);
    assertThat(tool.inputs).isEmpty();
  }

  @Test
  void aHookAtTheStartOfASessionCanKeepTheModelOut() {
    Turn turn = agent()
        .addHook(event -> event instanceof HookEvent.SessionStarted
            ? HookResult.stop("not today")
            : HookResult.proceed())
        .build()
        .startSession()
        .start("Do it");

    assertThat(turn.await().status()).isEqualTo(TurnStatus.COMPLETED);
    assertThat(turn).contains(new HookDenied("not today"));
    assertThat(model.requests()).isEmpty();
  }

  @Test
  void aHookCanMakeATurnGoOn() {
    List<Boolean> wentOn = new ArrayList<>();
    model.enqueueMessage("First.").enqueueMessage("Second.");

    TurnResult result = agent()
        .addHook(event -> {
          if (event instanceof HookEvent.TurnStopping stopping) {
            wentOn.add(stopping.wentOn());
            return stopping.wentOn() ? HookResult.proceed() : HookResult.deny("a < b");
          }
          return HookResult.proceed();
        })
        .build()
        .run("Do it");

    assertThat(result.finalMessage()).isEqualTo("Second.");
    assertThat(wentOn).containsExactly(false, true);
    assertThat(model.requests().get(1).lastUserText())
        .startsWith("<hook_prompt hook_run_id=\"stop:")
        .endsWith("\">a &lt; b</hook_prompt>");
  }

  @Test
  void aHookThatIsNeverContentDoesNotKeepATurnGoingForEver() {
    for (int i = 0; i < 4; i++) {
      model.enqueueMessage("Answer " + i);
    }

    TurnResult result = agent()
        .loopGuard(new LoopGuard(3))
        .addHook(event -> event instanceof HookEvent.TurnStopping
            ? HookResult.deny("more")
            : HookResult.proceed())
        .build()
        .run("Do it");

    assertThat(result.finalMessage()).isEqualTo("Answer 3");
    model.assertDrained();
  }

  @Test
  void aHookThatHangsHasDeniedAndIsLeftBehind() {
    CountDownLatch never = new CountDownLatch(1);
    model.enqueueToolCall("tool", "{}").enqueueMessage("Done.");

    agent()
        .addHook(new Hook() {
          @Override
          public HookResult on(HookEvent event) {
            while (event instanceof HookEvent.BeforeTool) {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.onSpinWait(); // deaf
              }
            }
            return HookResult.proceed();
          }

          @Override
          public Duration timeout() {
            return Duration.ofMillis(200);
          }
        })
        .build()
        .run("Do it");

    assertThat(tool.inputs).isEmpty();
    assertThat(model.requests().get(1).toolOutput("call-1")).contains("took too long");
  }

  @Test
  void aHookThatOnlyWatchesMayFail() {
    model.enqueueMessage("Done.");

    TurnResult result = agent()
        .addHook(event -> {
          if (event instanceof HookEvent.BeforeModel || event instanceof HookEvent.TurnStopping) {
            throw new IllegalStateException("bug");
          }
          return HookResult.proceed();
        })
        .build()
        .run("Do it");

    assertThat(result.finalMessage()).isEqualTo("Done.");
  }
}
