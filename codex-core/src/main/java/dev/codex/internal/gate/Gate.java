package dev.codex.internal.gate;

import dev.codex.event.ApprovalAnswered;
import dev.codex.event.ApprovalAsked;
import dev.codex.event.Event;
import dev.codex.hook.AfterTool;
import dev.codex.hook.HookContext;
import dev.codex.hook.HookEvent;
import dev.codex.internal.gate.Need.Wording;
import dev.codex.item.ToolCall;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CommandRules;
import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.Decision;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RuleAmendment;
import dev.codex.policy.RunCommand;
import dev.codex.tool.Cancellation;
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
 * One gate serves all calls of a turn, from any thread.
 */
public final class Gate {

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final Authority authority;
  private final Grants grants;
  private final HookContext context;
  private final Consumer<Event> events;
  private final Hooks hooks;

  public Gate(Authority authority, Grants grants, HookContext context, Consumer<Event> events) {
    this.authority = authority;
    this.grants = grants;
    this.context = context;
    this.events = events;
    this.hooks = new Hooks(authority.hooks(), authority.hostCode());
  }

  /** What the hooks say before anybody else is asked; their word is part of every admission. */
  public HookVerdict before(ToolCall call, ApprovalRequest request, Cancellation cancellation) {
    return hooks.call(new HookEvent.BeforeTool(context, call, request), cancellation);
  }

  /**
   * Whether the call may act.
   *
   * @param hooked what {@link #before} gave for this call
   */
  public Pass admit(
      ToolCall call, ApprovalRequest request, HookVerdict hooked, Cancellation cancellation) {
    Optional<String> denied = hooked.denial();
    if (denied.isPresent()) {
      return new Pass.Refused(blocked(call, request, denied.get()), Wording.WHOLE);
    }
    if (hooked.stop().isPresent()) {
      return new Pass.Stopped();
    }
    Need need = need(request);
    if (need instanceof Need.Nothing nothing && hooked.question().isPresent()) {
      need = asked(hooked.question().get(), nothing);
    }
    if (need instanceof Need.Refusal refusal) {
      return new Pass.Refused(refusal.text(), refusal.wording());
    }
    return need instanceof Need.Approval approval
        ? ask(call, request, approval, cancellation)
        : new Pass.Admitted(((Need.Nothing) need).policy());
  }

  /** What the hooks say about what a tool has done. */
  public HookVerdict after(AfterTool.Builder event, Cancellation cancellation) {
    return hooks.isEmpty()
        ? HookVerdict.NOTHING
        : hooks.call(event.context(context).build(), cancellation);
  }

  private Need asked(String question, Need.Nothing nothing) {
    return authority.approvalPolicy() == ApprovalPolicy.NEVER
        ? new Need.Refusal(
            "a hook wants somebody to approve this, but nobody may be asked", Wording.REASON)
        : new Need.Approval(question, nothing.policy());
  }

  private Need need(ApprovalRequest request) {
    Verdict verdict =
        request instanceof RunCommand run ? judge(authority.rules(), run) : Verdict.silent();
    return new Need.Table(authority.approvalPolicy(), authority.sandboxPolicy())
        .of(request, verdict, () -> authority.sandbox().files(authority.sandboxPolicy()));
  }

  private static Verdict judge(CommandRules rules, RunCommand run) {
    try {
      Verdict verdict = rules.judge(run);
      return verdict != null ? verdict : Verdict.forbid("The command rules gave no answer.");
    } catch (RuntimeException e) {
      LOG.warn("The command rules failed and so forbade");
      LOG.trace("What the command rules threw", e);
      return Verdict.forbid("The command rules failed.");
    }
  }

  private Pass ask(
      ToolCall call, ApprovalRequest plain, Need.Approval need, Cancellation cancellation) {
    ApprovalRequest request = Requests.withReason(plain, need.reason());
    String grant = Digest.grant(request);
    if (grants.covers(grant)) {
      return new Pass.Admitted(need.ifApproved());
    }
    HookVerdict hooked =
        hooks.call(new HookEvent.PermissionRequested(context, call, request), cancellation);
    if (hooked.denial().isPresent()) {
      return new Pass.Refused(rejected(request) + ": " + hooked.denial().get(), Wording.REASON);
    }
    if (hooked.isApproved()) {
      return new Pass.Admitted(need.ifApproved());
    }
    events.accept(new ApprovalAsked(request));
    Decision decision = review(request);
    events.accept(new ApprovalAnswered(request, decision));
    if (decision instanceof Decision.Deny deny) {
      return new Pass.Refused(rejected(request) + ": " + deny.reason(), Wording.REASON);
    }
    if (decision instanceof Decision.Abort || decision instanceof Decision.Defer) {
      return new Pass.Stopped();
    }
    if (decision instanceof Decision.Amend amend && !remember(amend.amendment(), grant)) {
      return new Pass.Refused(rejected(request), Wording.REASON);
    }
    if (decision instanceof Decision.ApproveForSession) {
      grants.add(grant);
    }
    return new Pass.Admitted(need.ifApproved());
  }

  /** False if the rule itself is a no, or could not be kept. */
  private boolean remember(RuleAmendment amendment, String grant) {
    boolean kept;
    try {
      kept = authority.rules().remember(amendment);
    } catch (RuntimeException e) {
      LOG.warn("The command rules could not keep an approval and so denied");
      LOG.trace("What the command rules threw", e);
      return false;
    }
    if (amendment instanceof RuleAmendment.Host host) {
      return host.access() == RuleAmendment.Access.ALLOW;
    }
    if (!kept) {
      grants.add(grant);
    }
    return true;
  }

  private Decision review(ApprovalRequest request) {
    try {
      Decision decision = authority.approver().review(request);
      return decision != null ? decision : Decision.deny("The approver gave no answer.");
    } catch (RuntimeException e) {
      LOG.warn("The approver failed and so denied");
      LOG.trace("What the approver threw", e);
      return Decision.deny("The approver failed.");
    }
  }

  private static String blocked(ToolCall call, ApprovalRequest request, String reason) {
    if (request instanceof RunCommand run) {
      return "Command blocked by PreToolUse hook: " + reason + ". Command: " + run.line();
    }
    return request instanceof EditFiles && call instanceof dev.codex.item.CustomToolCall
        ? "Command blocked by PreToolUse hook: " + reason + ". Command: " + call.input()
        : "Tool call blocked by PreToolUse hook: " + reason + ". Tool: " + request.tool();
  }

  private static String rejected(ApprovalRequest request) {
    if (request instanceof RunCommand) {
      return "rejected by user";
    }
    return request instanceof EditFiles ? "patch rejected by user" : "tool call rejected by user";
  }
}
