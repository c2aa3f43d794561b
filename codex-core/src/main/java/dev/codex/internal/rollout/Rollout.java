package dev.codex.internal.rollout;

import dev.codex.model.ModelInput;
import dev.codex.model.Usage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the log of a session amounts to.
 *
 * @param id empty if the log does not say
 * @param instructions the base instructions that the session was begun with
 * @param history valid, ready to be sent
 * @param usage of the whole session so far
 * @param nextOrdinal the number of the next line
 * @param hasContext whether the history tells the model about its environment
 * @param settings of the last turn
 * @param openTurn the turn that was begun last, if it was never ended
 * @param notes everything that was not as it ought to be, by line
 * @param pending calls that wait for an answer
 */
public record Rollout(
    Optional<String> id,
    Optional<Path> workingDirectory,
    Optional<Instant> createdAt,
    Optional<String> instructions,
    ModelInput history,
    Usage usage,
    long nextOrdinal,
    boolean hasContext,
    Optional<RecordedSettings> settings,
    Optional<String> openTurn,
    List<RepairNote> notes,
    List<PendingCall> pending) {

  public Rollout {
    notes = List.copyOf(notes);
    pending = List.copyOf(pending);
  }
}
