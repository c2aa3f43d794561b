package dev.codex.internal.turn;

import dev.codex.event.ApprovalAnswered;
import dev.codex.event.ApprovalAsked;
import dev.codex.event.Event;
import dev.codex.exec.FileAccess;
import dev.codex.hook.Hook;
import dev.codex.hook.HookEvent;
import dev.codex.hook.HookResult;
import dev.codex.item.ToolCall;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.Decision;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way from a model's wish to an act, the same for every tool. In order: hooks, rules, the
 * approval policy, the approver, and with them the sandbox policy that the call runs under. Whoever
 * says no ends it; whoever fails has said no.
 *
 * <p>The budget is checked before (by the step machine), the ledger is written after (by the call).
 */
final class Gate {

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final Assembly assembly;
  private final Conversation conversation;
  private final String turnId;
  private final Consumer<Event> events;

  Gate(Assembly assembly, Conversation conversation, String turnId, Consumer<Event> events) {
    this.assembly = assembly;
    this.conversation = conversation;
    this.turnId = turnId;
    this.events = events;
  }

  /** What the gate says. */
  sealed interface Pass {

    /** Go, under this policy. */
    record Admitted(SandboxPolicy policy) implements Pass {}

    /** Do not go; the text is what the model is told. */
    record Refused(String output) implements Pass {}

    /** Do not go, and stop the turn. */
    record Stopped() implements Pass {}
  }

  /** What is asked of whom, as far as rules and policy go. */
  private sealed interface Need {
    record Nothing() implements Need {}

    record Approval(String reason, SandboxPolicy ifApproved) implements Need {}

    record Refusal(String output) implements Need {}
  }

  Pass admit(ToolCall call, ApprovalRequest request) {
    Optional<String> hooked =
        hook(new HookEvent.BeforeTool(conversation.id(), turnId, call, request));
    if (hooked.isPresent()) {
      return new Pass.Refused(blocked(request, hooked.get()));
    }
    Need need = need(request);
    if (need instanceof Need.Refusal refusal) {
      return new Pass.Refused(refusal.output());
    }
    if (need instanceof Need.Approval approval) {
      return ask(request, approval);
    }
    return new Pass.Admitted(assembly.sandboxPolicy());
  }

  /** The reason of the first hook that denies. */
  Optional<String> hook(HookEvent event) {
    for (Hook hook : assembly.hooks()) {
      try {
        HookResult result = hook.on(event);
        if (result instanceof HookResult.Deny deny) {
          return Optional.of(deny.reason());
        }
        if (!(result instanceof HookResult.Proceed)) {
          return Optional.of("A hook gave no answer.");
        }
      } catch (RuntimeException e) {
        LOG.warn("A hook failed and so denied: {}", hook.getClass().getName(), e);
        return Optional.of("A hook failed.");
      }
    }
    return Optional.empty();
  }

  private Need need(ApprovalRequest request) {
    if (request instanceof RunCommand run) {
      return command(run);
    }
    if (request instanceof EditFiles edit) {
      return edit(edit);
    }
    if (request instanceof CallTool tool) {
      return tool.isMutating() && assembly.approvalPolicy() == ApprovalPolicy.UNTRUSTED
          ? new Need.Approval(request.reason(), assembly.sandboxPolicy())
          : new Need.Nothing();
    }
    return new Need.Refusal("This kind of action is not known to the policy and was not done.");
  }

  private Need command(RunCommand run) {
    Verdict verdict = judge(run);
    ApprovalPolicy policy = assembly.approvalPolicy();
    if (verdict instanceof Verdict.Forbid forbid) {
      return new Need.Refusal("`" + shown(run) + "` rejected: " + forbid.why());
    }
    if (run.confinement() == RunCommand.Confinement.ESCALATED) {
      return policy == ApprovalPolicy.ON_REQUEST
          ? new Need.Approval(run.reason(), SandboxPolicy.dangerFullAccess())
          : new Need.Refusal("approval policy is "
              + policy.wireName()
              + "; this command was not run. Leave sandbox_permissions at its default: leaving"
              + " the sandbox can only be asked for under the policy on-request.");
    }
    if (verdict instanceof Verdict.Ask why) {
      return policy == ApprovalPolicy.NEVER
          ? new Need.Refusal("approval required by policy, but nobody may be asked: " + why.why())
          : new Need.Approval(why.why(), assembly.sandboxPolicy());
    }
    return verdict instanceof Verdict.Silent && policy == ApprovalPolicy.UNTRUSTED
        ? new Need.Approval(run.reason(), assembly.sandboxPolicy())
        : new Need.Nothing();
  }

  private Verdict judge(RunCommand run) {
    try {
      Verdict verdict = assembly.rules().judge(run);
      return verdict != null ? verdict : Verdict.forbid("The command rules gave no answer.");
    } catch (RuntimeException e) {
      LOG.warn("The command rules failed and so forbade", e);
      return Verdict.forbid("The command rules failed.");
    }
  }

  /** What lies outside is refused by the files themselves where nobody may be asked. */
  private Need edit(EditFiles edit) {
    ApprovalPolicy policy = assembly.approvalPolicy();
    if (policy == ApprovalPolicy.NEVER) {
      return new Need.Nothing();
    }
    FileAccess files = assembly.sandbox().files(assembly.sandboxPolicy());
    boolean inside = edit.paths().stream().allMatch(files::isWritable);
    if (inside && policy != ApprovalPolicy.UNTRUSTED) {
      return new Need.Nothing();
    }
    return new Need.Approval(
        inside ? edit.reason() : "writes outside of what the sandbox policy allows",
        inside ? assembly.sandboxPolicy() : SandboxPolicy.dangerFullAccess());
  }

  private Pass ask(ApprovalRequest plain, Need.Approval need) {
    ApprovalRequest request = withReason(plain, need.reason());
    String grant = Digest.grant(request);
    if (conversation.isGranted(grant)) {
      return new Pass.Admitted(need.ifApproved());
    }
    events.accept(new ApprovalAsked(request));
    Decision decision = review(request);
    events.accept(new ApprovalAnswered(request, decision));
    if (decision instanceof Decision.ApproveForSession) {
      conversation.grant(grant);
      return new Pass.Admitted(need.ifApproved());
    }
    if (decision instanceof Decision.Approve) {
      return new Pass.Admitted(need.ifApproved());
    }
    if (decision instanceof Decision.Deny deny) {
      return new Pass.Refused(rejected(request) + ": " + deny.reason());
    }
    return new Pass.Stopped();
  }

  private Decision review(ApprovalRequest request) {
    try {
      Decision decision = assembly.approver().review(request);
      return decision != null ? decision : Decision.deny("The approver gave no answer.");
    } catch (RuntimeException e) {
      LOG.warn("The approver failed and so denied", e);
      return Decision.deny("The approver failed.");
    }
  }

  private static ApprovalRequest withReason(ApprovalRequest request, String reason) {
    if (reason.equals(request.reason())) {
      return request;
    }
    if (request instanceof RunCommand run) {
      return run.toBuilder().reason(reason).build();
    }
    if (request instanceof EditFiles edit) {
      return edit.toBuilder().reason(reason).build();
    }
    return request instanceof CallTool tool ? tool.toBuilder().reason(reason).build() : request;
  }

  private static String blocked(ApprovalRequest request, String reason) {
    return request instanceof RunCommand run
        ? "Command blocked by PreToolUse hook: " + reason + ". Command: " + shown(run)
        : "Tool call blocked by PreToolUse hook: " + reason + ". Tool: " + request.tool();
  }

  private static String rejected(ApprovalRequest request) {
    if (request instanceof RunCommand) {
      return "exec command rejected by user";
    }
    return request instanceof EditFiles ? "patch rejected by user" : "tool call rejected by user";
  }

  private static String shown(RunCommand run) {
    return run.script().isEmpty() ? String.join(" ", run.command()) : run.script();
  }
}
