package dev.codex.internal.gate;

import dev.codex.exec.FileAccess;
import dev.codex.item.ShellWords;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalPolicy.Subject;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.RunCommand.Confinement;
import dev.codex.policy.SandboxPolicy;
import java.util.function.Supplier;

/** What a request needs before it may go ahead, as far as rules and the approval policy say. */
public sealed interface Need {

  /** It may go ahead under this policy. */
  record Nothing(SandboxPolicy policy) implements Need {}

  /** Somebody has to agree. */
  record Approval(String reason, SandboxPolicy ifApproved) implements Need {}

  /**
   * It may not.
   *
   * @param wording whether the text is the tool's answer as it is, or a reason to be put into one
   */
  record Refusal(String text, Wording wording) implements Need {}

  /** Whose words a refusal is in. */
  enum Wording {
    WHOLE,
    REASON
  }

  /** Decides by the tables of codex-behaviour 4.2 and 4.5. */
  final class Table {
    private final ApprovalPolicy policy;
    private final SandboxPolicy sandbox;

    Table(ApprovalPolicy policy, SandboxPolicy sandbox) {
      this.policy = policy;
      this.sandbox = sandbox;
    }

    Need of(ApprovalRequest request, Verdict verdict, Supplier<FileAccess> files) {
      if (request instanceof RunCommand run) {
        return command(run, verdict);
      }
      if (request instanceof EditFiles edit) {
        return edit(edit, files);
      }
      if (request instanceof CallTool tool) {
        return tool.isMutating() && policy == ApprovalPolicy.UNTRUSTED
            ? new Approval(request.reason(), sandbox)
            : new Nothing(sandbox);
      }
      return new Refusal(
          "This kind of action is not known to the policy and was not done.", Wording.REASON);
    }

    private Need command(RunCommand run, Verdict verdict) {
      boolean escalated = run.confinement() == Confinement.ESCALATED;
      if (verdict instanceof Verdict.Forbid forbid) {
        return new Refusal(
            "`" + ShellWords.join(run.command()) + "` rejected: " + forbid.why(), Wording.REASON);
      }
      if (escalated && !policy.takesRequests()) {
        return new Refusal(
            "approval policy is " + shown() + "; reject command — you cannot ask for escalated"
                + " permissions if the approval policy is " + shown(),
            Wording.WHOLE);
      }
      if (verdict instanceof Verdict.Ask ask) {
        return ask(ask.why(), escalated ? SandboxPolicy.dangerFullAccess() : sandbox);
      }
      if (escalated && !isTrustedOutside(verdict)) {
        return new Approval(run.reason(), SandboxPolicy.dangerFullAccess());
      }
      if (isTrustedOutside(verdict)) {
        return new Nothing(SandboxPolicy.dangerFullAccess());
      }
      return saysNothing(verdict) && policy == ApprovalPolicy.UNTRUSTED
          ? new Approval(run.reason(), sandbox)
          : new Nothing(sandbox);
    }

    private static boolean isTrustedOutside(Verdict verdict) {
      return verdict instanceof Verdict.Allow allow && allow.where() == Verdict.Where.OUTSIDE;
    }

    /** What is allowed only where it is confined is not allowed where nothing confines. */
    private boolean saysNothing(Verdict verdict) {
      boolean confined = !(sandbox instanceof SandboxPolicy.DangerFullAccess);
      return verdict instanceof Verdict.Silent
          || verdict instanceof Verdict.Allow allow
              && allow.where() == Verdict.Where.ONLY_CONFINED
              && !confined;
    }

    private Need ask(String why, SandboxPolicy ifApproved) {
      if (policy == ApprovalPolicy.NEVER) {
        return new Refusal(
            "approval required by policy, but AskForApproval is set to Never", Wording.REASON);
      }
      return policy.asksAbout(Subject.RULES)
          ? new Approval(why, ifApproved)
          : new Refusal(
              "approval required by policy rule, but AskForApproval::Granular.rules is false",
              Wording.REASON);
    }

    /** What lies outside is refused by the files themselves where nobody may be asked. */
    private Need edit(EditFiles edit, Supplier<FileAccess> files) {
      if (!policy.asksAbout(Subject.SANDBOX)) {
        return new Nothing(sandbox);
      }
      FileAccess access = files.get();
      boolean inside = edit.paths().stream().allMatch(access::isWritable);
      if (inside && policy != ApprovalPolicy.UNTRUSTED) {
        return new Nothing(sandbox);
      }
      return inside
          ? new Approval(edit.reason(), sandbox)
          : new Approval(
              "writes outside of what the sandbox policy allows", SandboxPolicy.dangerFullAccess());
    }

    /** As Codex spells it in what models read. */
    private String shown() {
      if (policy == ApprovalPolicy.NEVER) {
        return "Never";
      }
      if (policy == ApprovalPolicy.UNTRUSTED) {
        return "UnlessTrusted";
      }
      return policy == ApprovalPolicy.ON_FAILURE ? "OnFailure" : "Granular";
    }
  }
}
