package dev.codex.internal.step;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a turn is; everything that {@link TurnMachine} has to remember.
 *
 * @param broken the failure that has to be retried once the calls that came before it are answered
 * @param fingerprint of the last round of tool calls
 * @param repetitions how many rounds in a row had that fingerprint
 */
public record TurnState(
    Instant startedAt,
    Spent spent,
    int retries,
    Optional<Outcome.Broke> broken,
    String fingerprint,
    int repetitions) {

  public static TurnState startedAt(Instant now) {
    return new TurnState(now, Spent.NOTHING, 0, Optional.empty(), "", 0);
  }

  public TurnState with(Spent spent) {
    return new TurnState(startedAt, spent, retries, broken, fingerprint, repetitions);
  }

  TurnState answered() {
    return new TurnState(startedAt, spent, 0, Optional.empty(), fingerprint, repetitions);
  }

  TurnState broken(Outcome.Broke outcome) {
    return new TurnState(startedAt, spent, retries, Optional.of(outcome), fingerprint, repetitions);
  }

  TurnState retrying() {
    return new TurnState(startedAt, spent, retries + 1, Optional.empty(), fingerprint, repetitions);
  }

  TurnState round(String print) {
    int count = print.equals(fingerprint) ? repetitions + 1 : 1;
    return new TurnState(startedAt, spent, retries, broken, print, count);
  }
}
