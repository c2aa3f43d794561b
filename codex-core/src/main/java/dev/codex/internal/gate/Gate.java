package dev.codex.internal.gate;

import dev.codex.event.Event;
import dev.codex.hook.AfterTool;
import dev.codex.hook.HookContext;
import dev.codex.hook.HookEvent;
import dev.codex.internal.files.TurnFiles;
import dev.codex.internal.gate.Asking.Wish;
import dev.codex.internal.gate.HostCode.Answer;
import dev.codex.internal.gate.Need.Wording;
import dev.codex.internal.json.Ids;
import dev.codex.item.CommandExecution;
import dev.codex.item.CustomToolCall;
import dev.codex.item.ToolCall;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CommandRules;
import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.Decision;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.RunCommand.Confinement;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.Secrets;
import dev.codex.tool.Cancellation;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way from a model's wish to an act, the same for every tool. In order: hooks, the
 * safeguard, rules, the approval policy, the approver, and with them the sandbox policy that the
 * call runs under. Whoever says no ends it; whoever fails or hangs has said no.
 *
 * <p>The budget is checked before (by the step machine), the ledger is written after (by the call).
 * One gate serves all calls of a turn, from any thread.
 */
public final class Gate {

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** Rules only look things up. */
  private static final Duration RULES_TIMEOUT = Duration.ofSeconds(10);

  private final Authority authority;
  private final HookContext context;
  private final Hooks hooks;
  private final Asking asking;
  private final Guard guard;

  public Gate(
      Authority authority,
      Grants grants,
      HookContext context,
      Consumer<Event> events,
      Supplier<TurnFiles> files) {
    this.authority = authority;
    this.context = context;
    this.hooks = new Hooks(authority.hooks(), authority.hostCode());
    this.asking = new Asking(authority, grants, context, events, hooks);
    this.guard = new Guard(authority, context.workingDirectory(), files);
  }

  /** What holds for the files and commands of this turn, whoever has approved them. */
  public Guard guard() {
    return guard;
  }

  /** Where the calls of this turn are entered, without those secrets. */
  public Book book(Secrets secrets, Clock clock, Consumer<Event> events) {
    return new Book(authority, secrets, clock, context, events);
  }

  /** The wish of a tool with what the gate knows about it; before anybody judges. */
  public ApprovalRequest known(ApprovalRequest wish) {
    return Requests.withChanges(
        wish, () -> authority.sandbox().environment(authority.sandboxPolicy()));
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
  public Admission admit(
      ToolCall call, ApprovalRequest request, HookVerdict hooked, Cancellation cancellation) {
    Optional<String> denied = hooked.denial();
    if (denied.isPresent()) {
      return new Admission.Refused(blocked(call, request, denied.get()), Wording.WHOLE);
    }
    if (hooked.stop().isPresent()) {
      return new Admission.Stopped();
    }
    Reading reading = Reading.of(request);
    Need need = need(reading, hooked, cancellation);
    if (need instanceof Need.Approval approval) {
      return asking.ask(wish(call, request, cancellation), approval, cancellation);
    }
    return need instanceof Need.Refusal refusal
        ? refused(refusal)
        : new Admission.Admitted(((Need.Nothing) need).policy(), "policy", Optional.of(reading));
  }

  private static Admission refused(Need.Refusal refusal) {
    return new Admission.Refused(refusal.text(), refusal.wording());
  }

  /** What the gate says, and about what: leaving the sandbox is more than the tool asked for. */
  public record Ruling(ApprovalRequest request, Admission admission) {}

  /**
   * Whether a call that was put off may act now.
   *
   * @param digest what the answer is bound to
   */
  public Ruling redeem(
      ToolCall call,
      ApprovalRequest request,
      String digest,
      Decision decision,
      Cancellation cancellation) {
    Reading reading = Reading.of(request);
    Need need = need(reading, HookVerdict.NOTHING, cancellation);
    if (need instanceof Need.Refusal refusal) {
      return new Ruling(request, refused(refusal));
    }
    Optional<Wish> outside = outside(reading)
        .map(run -> wish(call, run, cancellation))
        .filter(wish -> digest.equals(asking.digest(wish)));
    if (outside.isPresent()) {
      return new Ruling(
          outside.get().request(),
          asking.redeem(outside.get(), digest, decision, SandboxPolicy.dangerFullAccess()));
    }
    Need.Approval approval = need instanceof Need.Approval asked
        ? asked
        : new Need.Approval(request.reason(), ((Need.Nothing) need).policy());
    Wish asked = wish(call, asking.complete(request, approval.reason()), cancellation);
    return new Ruling(request, asking.redeem(asked, digest, decision, approval.ifApproved()));
  }

  /**
   * Whether a command that seems to have failed because of the sandbox may be tried outside. Empty
   * where nobody wants that.
   */
  public Optional<Ruling> retry(
      ToolCall call, ApprovalRequest request, CommandExecution failed, Cancellation cancellation) {
    if (!SandboxDenial.isLikely(failed)) {
      return Optional.empty();
    }
    Need.Approval need = new Need.Approval(
        "command failed; retry without sandbox?", SandboxPolicy.dangerFullAccess());
    return outside(Reading.of(request))
        .map(run -> new Ruling(run, asking.ask(wish(call, run, cancellation), need, cancellation)));
  }

  /** The same without the sandbox, where somebody may be asked to allow that. */
  private Optional<RunCommand> outside(Reading reading) {
    if (!(reading.request() instanceof RunCommand run)
        || run.confinement() == Confinement.ESCALATED
        || authority.sandboxPolicy() instanceof SandboxPolicy.DangerFullAccess
        || authority.sandboxPolicy() instanceof SandboxPolicy.External
        || !authority.approvalPolicy().retriesOutside()) {
      return Optional.empty();
    }
    return against(reading.outside(run)).isEmpty()
        ? Optional.of(Requests.outside(run))
        : Optional.empty();
  }

  /** What the hooks say about what a tool has done. */
  public HookVerdict after(AfterTool.Builder event, Cancellation cancellation) {
    return hooks.isEmpty()
        ? HookVerdict.NOTHING
        : hooks.call(event.context(context).build(), cancellation);
  }

  private Need need(Reading reading, HookVerdict hooked, Cancellation cancellation) {
    ApprovalRequest request = reading.request();
    Optional<String> forbidden = guard.forbids(reading);
    if (forbidden.isPresent()) {
      return new Need.Refusal(forbidden.get(), Wording.REASON);
    }
    Verdict verdict = request instanceof RunCommand run
        ? judge(authority.rules(), run, cancellation)
        : Verdict.silent();
    Need need = new Need.Table(authority.approvalPolicy(), authority.sandboxPolicy())
        .of(request, verdict, () -> authority.sandbox().files(authority.sandboxPolicy()));
    if (need instanceof Need.Refusal) {
      return need;
    }
    Optional<String> against = leaves(reading, need).or(() -> guard.loses(reading));
    if (against.isPresent()) {
      return new Need.Refusal(against.get(), Wording.REASON);
    }
    if (!(need instanceof Need.Nothing nothing)) {
      return need;
    }
    return hooked
        .question()
        .or(() -> guard.question(reading, nothing.policy()))
        .map(question -> asked(question, nothing))
        .orElse(need);
  }

  /** What the safeguard says about a command that rules let out of the sandbox. */
  private Optional<String> leaves(Reading reading, Need need) {
    boolean isOut = need instanceof Need.Nothing nothing
        && nothing.policy() instanceof SandboxPolicy.DangerFullAccess;
    return isOut && reading.request() instanceof RunCommand run
        ? against(reading.outside(run))
        : Optional.empty();
  }

  /** What the safeguard says about a command outside, where the sandbox keeps nothing from it. */
  private Optional<String> against(Reading outside) {
    return guard.forbids(outside).or(() -> guard.loses(outside));
  }

  private Need asked(String question, Need.Nothing nothing) {
    return authority.approvalPolicy() == ApprovalPolicy.NEVER
        ? new Need.Refusal(
            question + "; this needs an approval, but nobody may be asked", Wording.REASON)
        : new Need.Approval(question, nothing.policy());
  }

  private Wish wish(ToolCall call, ApprovalRequest request, Cancellation cancellation) {
    return new Wish(
        call, request, request instanceof RunCommand run ? basis(run, cancellation) : "");
  }

  /** Rules that do not say what they rest on are others every time. */
  private String basis(RunCommand run, Cancellation cancellation) {
    CommandRules rules = authority.rules();
    if (rules == CommandRules.none()) {
      return "";
    }
    Answer<String> answer = ask(rules, () -> rules.basis(run), cancellation);
    return answer instanceof Answer.Given<String> given && given.value() != null
        ? given.value()
        : Ids.uuid();
  }

  private Verdict judge(CommandRules rules, RunCommand run, Cancellation cancellation) {
    if (rules == CommandRules.none()) {
      return Verdict.silent();
    }
    Answer<Verdict> answer = ask(rules, () -> rules.judge(run), cancellation);
    if (answer instanceof Answer.Given<Verdict> given) {
      Verdict verdict = given.value();
      return verdict != null ? verdict : Verdict.forbid("The command rules gave no answer.");
    }
    LOG.warn("The command rules failed and so forbade");
    if (answer instanceof Answer.Failed<Verdict> failed) {
      LOG.trace("What the command rules threw", failed.cause());
    }
    return Verdict.forbid("The command rules failed.");
  }

  /** A thread for every question was a third of what the whole gate costs a command. */
  private <T> Answer<T> ask(CommandRules rules, Supplier<T> question, Cancellation cancellation) {
    return rules.answersAtOnce()
        ? HostCode.runHere(question)
        : authority.hostCode().run(question, RULES_TIMEOUT, cancellation);
  }

  private static String blocked(ToolCall call, ApprovalRequest request, String reason) {
    if (request instanceof RunCommand run) {
      return "Command blocked by PreToolUse hook: " + reason + ". Command: " + run.line();
    }
    return request instanceof EditFiles && call instanceof CustomToolCall
        ? "Command blocked by PreToolUse hook: " + reason + ". Command: " + call.input()
        : "Tool call blocked by PreToolUse hook: " + reason + ". Tool: " + request.tool();
  }
}
