package dev.codex.testing.contract;

import dev.codex.hook.AfterTool;
import dev.codex.hook.Hook;
import dev.codex.hook.HookContext;
import dev.codex.hook.HookEvent;
import dev.codex.hook.HookResult;
import dev.codex.item.Content;
import dev.codex.item.FunctionCall;
import dev.codex.model.Usage;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.RunCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/**
 * What every {@link Hook} must do. Asks for more than an agent does, which takes no answer for
 * a no.
 */
public abstract class HookContract extends Contract {

  private static final Path WORKSPACE = Path.of("").toAbsolutePath();
  private static final HookContext CONTEXT = HookContext.builder()
      .sessionId("01a210b9-55a6-7121-8643-660424bd0001")
      .turnId("turn-1")
      .workingDirectory(WORKSPACE)
      .model("model")
      .approvalPolicy(ApprovalPolicy.ON_REQUEST)
      .build();
  private static final FunctionCall CALL =
      FunctionCall.of("fc-1", "call-1", "exec_command", "{\"cmd\":\"make all\"}");
  private static final RunCommand REQUEST = RunCommand.builder()
      .tool("exec_command")
      .addCommand("make", "all")
      .workingDirectory(WORKSPACE)
      .build();

  protected HookContract() {}

  /** A hook as it comes. Called once in each check. */
  protected abstract Hook hook();

  public void everyPointIsAnswered() throws Exception {
    Hook hook = hook();

    for (HookEvent event : events()) {
      FutureTask<HookResult> answer = Expect.start("hook contract", () -> hook.on(event));
      answered(event, Expect.promptly(answer, "A hook"));
    }
  }

  public void severalSessionsAreAnsweredAtOnce() throws Exception {
    Hook hook = hook();
    List<FutureTask<HookResult>> answers = new ArrayList<>();
    for (HookEvent event : events()) {
      answers.add(Expect.start("hook contract", () -> hook.on(event)));
    }

    for (int i = 0; i < answers.size(); i++) {
      answered(events().get(i), Expect.promptly(answers.get(i), "A hook"));
    }
  }

  public void peopleCanTellWhoSpokeAndHowLongItIsWaitedFor() {
    Hook hook = hook();

    Expect.that(!hook.name().isBlank(), "The hook has no name.");
    Expect.that(
        !hook.timeout().isNegative() && !hook.timeout().isZero(),
        "The timeout is " + hook.timeout() + "; no answer can come in it.");
  }

  private static void answered(HookEvent event, HookResult result) {
    Expect.that(result != null, "No answer to " + event);
  }

  private static List<HookEvent> events() {
    return List.of(
        new HookEvent.SessionStarted(CONTEXT, HookEvent.Source.STARTUP),
        new HookEvent.PromptSubmitted(CONTEXT, List.of(Content.text("Build it"))),
        new HookEvent.BeforeModel(CONTEXT),
        new HookEvent.AfterModel(CONTEXT, Optional.of("The answer broke off."), Usage.ZERO),
        new HookEvent.BeforeTool(CONTEXT, CALL, REQUEST),
        new HookEvent.PermissionRequested(CONTEXT, CALL, REQUEST),
        AfterTool.builder()
            .context(CONTEXT)
            .call(CALL)
            .request(REQUEST)
            .output("built")
            .build(),
        new HookEvent.BeforeCompaction(CONTEXT, HookEvent.Trigger.AUTOMATIC),
        new HookEvent.AfterCompaction(CONTEXT, HookEvent.Trigger.MANUAL),
        new HookEvent.SubagentStarted(CONTEXT, "agent-1", "reviewer"),
        new HookEvent.SubagentStopped(CONTEXT, "agent-1", "reviewer", "Reviewed."),
        new HookEvent.TurnStopping(CONTEXT, false, "Done."),
        new HookEvent.TurnInterrupted(CONTEXT),
        new HookEvent.SessionEnded(CONTEXT, "close"));
  }
}
