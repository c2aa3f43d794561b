package dev.codex.internal.turn;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
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
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.immutables.value.Value;

/** The parts that a host has put together; shared by all sessions of an agent. */
@Value.Immutable
public interface Assembly extends Authority {

  Model model();

  ToolRegistry tools();

  String instructions();

  /** The same for transcripts, escaped once. */
  @Value.Lazy
  default SerializableString writtenInstructions() {
    return new SerializedString(instructions());
  }

  String developerInstructions();

  Path workspace();

  /** Empty: sessions live in memory and die with their handle. */
  Optional<SessionStore> store();

  /** Empty: what a turn does to files cannot be taken back. */
  Optional<FileHistory> fileHistory();

  /** Where the agent keeps books of its own, which are none of a turn's work. */
  @Value.Lazy
  default Set<Path> records() {
    return Stream.of(
            store().flatMap(SessionStore::place),
            fileHistory().flatMap(FileHistory::place),
            ledger().place())
        .flatMap(Optional::stream)
        .flatMap(path -> Stream.of(path, real(path)))
        .map(path -> path.toAbsolutePath().normalize())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path above = path.toAbsolutePath().getParent(); // the first session makes it
      return above == null ? path : real(above).resolve(path.getFileName());
    }
  }

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
