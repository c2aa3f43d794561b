package dev.codex.internal.turn;

import dev.codex.exec.Sandbox;
import dev.codex.hook.Hook;
import dev.codex.model.Model;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.Approver;
import dev.codex.policy.Budget;
import dev.codex.policy.CommandRules;
import dev.codex.policy.Ledger;
import dev.codex.policy.LoopGuard;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.Secrets;
import dev.codex.session.SessionStore;
import dev.codex.tool.ToolRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.immutables.value.Value;

/** The parts that a host has put together; shared by all sessions of an agent. */
@Value.Immutable
public interface Assembly {

  Model model();

  ToolRegistry tools();

  Sandbox sandbox();

  SandboxPolicy sandboxPolicy();

  ApprovalPolicy approvalPolicy();

  Approver approver();

  CommandRules rules();

  List<Hook> hooks();

  String instructions();

  String developerInstructions();

  Path workspace();

  /** Empty: sessions live in memory and die with their handle. */
  Optional<SessionStore> store();

  Budget turnBudget();

  Budget sessionBudget();

  LoopGuard loopGuard();

  Ledger ledger();

  /** What tools may know, but nobody shall read. */
  Secrets secrets();

  Threads threads();

  Clock clock();

  RandomGenerator random();
}
