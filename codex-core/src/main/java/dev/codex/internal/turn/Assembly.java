package dev.codex.internal.turn;

import dev.codex.exec.FileHistory;
import dev.codex.internal.gate.Authority;
import dev.codex.internal.gate.HostCode;
import dev.codex.internal.lease.Redaction;
import dev.codex.internal.thread.Threads;
import dev.codex.model.Model;
import dev.codex.policy.Secrets;
import dev.codex.policy.limit.Budget;
import dev.codex.policy.limit.LoopGuard;
import dev.codex.session.SessionStore;
import dev.codex.tool.ToolRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.immutables.value.Value;

/** The parts that a host has put together; shared by all sessions of an agent. */
@Value.Immutable
public interface Assembly extends Authority {

  Model model();

  ToolRegistry tools();

  String instructions();

  String developerInstructions();

  Path workspace();

  /** Empty: sessions live in memory and die with their handle. */
  Optional<SessionStore> store();

  /** Empty: what a turn does to files cannot be taken back. */
  Optional<FileHistory> fileHistory();

  Budget turnBudget();

  Budget sessionBudget();

  LoopGuard loopGuard();

  /** What tools may know, but nobody shall read. */
  Secrets secrets();

  /** Takes those out, and what the model keeps to itself. */
  default Redaction redaction() {
    return new Redaction(secrets().plus(model().secrets()));
  }

  Threads threads();

  @Override
  @Value.Derived
  default HostCode hostCode() {
    return new HostCode(threads()::run);
  }

  Clock clock();

  RandomGenerator random();
}
