package dev.codex.internal.gate;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.event.ApprovalAnswered;
import dev.codex.event.ApprovalAsked;
import dev.codex.event.Event;
import dev.codex.hook.HookContext;
import dev.codex.hook.HookEvent;
import dev.codex.internal.gate.HostCode.Answer;
import dev.codex.internal.gate.Need.Wording;
import dev.codex.item.ToolCall;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.Decision;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RuleAmendment;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.tool.Cancellation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has somebody decide about one request. The answer is bound to the request as it was shown: a
 * digest over the call and over what its paths are is taken before asking and again before acting.
 */
final class Asking {

  private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

  /** People may take as long as they like; an interrupt of the turn ends the wait. */
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final Authority authority;
  private final Grants grants;
  private final HookContext context;
  private final Consumer<Event> events;
  private final Hooks hooks;

  Asking(
      Authority authority,
      Grants grants,
      HookContext context,
      Consumer<Event> events,
      Hooks hooks) {
    this.authority = authority;
    this.grants = grants;
    this.context = context;
    this.events = events;
    this.hooks = hooks;
  }

  /**
   * What somebody is asked about.
   *
   * @param basis the rules that had a say in it
   */
  record Wish(ToolCall call, ApprovalRequest request, String basis) {
    Wish of(ApprovalRequest other) {
      return new Wish(call, other, basis);
    }
  }

  Admission ask(Wish plain, Need.Approval need, Cancellation cancellation) {
    ApprovalRequest request = complete(plain.request(), need.reason());
    Wish wish = plain.of(request);
    if (grants.covers(grant(request))) {
      return new Admission.Admitted(need.ifApproved(), "granted for the session");
    }
    HookVerdict hooked =
        hooks.call(new HookEvent.PermissionRequested(context, wish.call(), request), cancellation);
    if (hooked.denial().isPresent()) {
      return refused(request, ": " + hooked.denial().get());
    }
    String digest = digest(wish);
    Decision decision;
    if (hooked.isApproved()) {
      decision = Decision.approve();
    } else {
      events.accept(new ApprovalAsked(request));
      decision = review(request, cancellation);
      events.accept(new ApprovalAnswered(request, decision));
    }
    return decision instanceof Decision.Defer
        ? new Admission.Deferred(request, digest)
        : redeem(wish, digest, decision, need.ifApproved());
  }

  /** Fills in what the tool does not know; an answer that comes later is for the same request. */
  ApprovalRequest complete(ApprovalRequest plain, String reason) {
    return Requests.complete(plain, reason, context.sessionId(), realPaths(plain));
  }

  /** Turns an answer into what it allows, if it is still about the same thing. */
  Admission redeem(Wish wish, String digest, Decision decision, SandboxPolicy ifApproved) {
    ApprovalRequest request = wish.request();
    if (decision instanceof Decision.Deny deny) {
      return refused(request, ": " + deny.reason());
    }
    if (decision instanceof Decision.Abort || decision instanceof Decision.Defer) {
      return new Admission.Stopped();
    }
    String grant = grant(request); // before the comparison, which then vouches for it
    if (!digest.equals(digest(wish))) {
      return new Admission.Refused(
          "stale approval: what this was approved for has changed meanwhile, for example a file"
              + " was replaced by a link or a rule by another one; look at it again and ask anew",
          Wording.REASON);
    }
    if (decision instanceof Decision.Amend amend) {
      return amended(amend.amendment(), grant)
          ? new Admission.Admitted(ifApproved, "approved with a rule")
          : refused(request, "");
    }
    if (decision instanceof Decision.ApproveForSession) {
      grants.add(grant);
      return new Admission.Admitted(ifApproved, "approved for the session");
    }
    return new Admission.Admitted(ifApproved, "approved");
  }

  /** What an answer is bound to. */
  String digest(Wish wish) {
    ApprovalRequest request = wish.request();
    List<String> words =
        new ArrayList<>(List.of(Digest.call(wish.call()), Digest.grant(request), wish.basis()));
    facts(request).ifPresent(facts -> words.addAll(facts.identity(request)));
    return Digest.of(words);
  }

  /** What a grant for the session is bound to: the same act on the same things. */
  private String grant(ApprovalRequest request) {
    List<String> words = new ArrayList<>(List.of(Digest.grant(request)));
    facts(request).ifPresent(facts -> words.addAll(facts.lasting(request)));
    return Digest.of(words);
  }

  private Map<Path, Path> realPaths(ApprovalRequest request) {
    Map<Path, Path> real = new HashMap<>();
    facts(request).ifPresent(facts -> {
      for (Path path : PathFacts.paths(request)) {
        Path leadsTo = facts.realPath(path);
        if (!leadsTo.equals(path)) {
          real.put(path, leadsTo);
        }
      }
    });
    return real;
  }

  /** Empty where there are no paths, or no sandbox in which they would be. */
  private Optional<PathFacts> facts(ApprovalRequest request) {
    if (PathFacts.paths(request).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new PathFacts(authority.sandbox().files(authority.sandboxPolicy())));
    } catch (SandboxUnavailableException e) {
      return Optional.empty();
    }
  }

  /** False if the rule itself is a no, or could not be kept. */
  private boolean amended(RuleAmendment amendment, String grant) {
    boolean kept;
    try {
      kept = authority.rules().remember(amendment);
    } catch (RuntimeException e) {
      LOG.warn("The command rules could not keep an approval and so denied");
      LOG.trace("What the command rules threw", e);
      return false;
    }
    if (amendment instanceof RuleAmendment.Host host
        && host.access() == RuleAmendment.Access.DENY) {
      return false;
    }
    if (!kept) {
      grants.add(grant);
    }
    return true;
  }

  private Decision review(ApprovalRequest request, Cancellation cancellation) {
    Answer<Decision> answer =
        authority.hostCode().run(() -> authority.approver().review(request), FOREVER, cancellation);
    if (answer instanceof Answer.Given<Decision> given) {
      Decision decision = given.value();
      return decision != null ? decision : Decision.deny("The approver gave no answer.");
    }
    if (answer instanceof Answer.Failed<Decision> failed) {
      LOG.warn("The approver failed and so denied");
      LOG.trace("What the approver threw", failed.cause());
      return Decision.deny("The approver failed.");
    }
    return Decision.deny("The turn was interrupted before anybody answered.");
  }

  private static Admission refused(ApprovalRequest request, String why) {
    String what = request instanceof RunCommand
        ? "rejected by user"
        : request instanceof EditFiles ? "patch rejected by user" : "tool call rejected by user";
    return new Admission.Refused(what + why, Wording.REASON);
  }
}
