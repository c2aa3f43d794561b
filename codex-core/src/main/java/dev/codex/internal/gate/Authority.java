package dev.codex.internal.gate;

import dev.codex.exec.Sandbox;
import dev.codex.hook.Hook;
import dev.codex.ledger.Ledger;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.Approver;
import dev.codex.policy.CommandRules;
import dev.codex.policy.Safeguard;
import dev.codex.policy.SandboxPolicy;
import java.util.List;

/** Those parts of an agent that say what may happen. */
public interface Authority {

  Sandbox sandbox();

  SandboxPolicy sandboxPolicy();

  ApprovalPolicy approvalPolicy();

  Approver approver();

  CommandRules rules();

  List<Hook> hooks();

  Ledger ledger();

  Safeguard safeguard();

  /** Runs code of the host that may hang. */
  HostCode hostCode();
}
