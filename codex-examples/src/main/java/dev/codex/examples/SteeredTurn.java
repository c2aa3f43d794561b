package dev.codex.examples;

import dev.codex.Turn;
import dev.codex.TurnResult;
import java.time.Duration;

/** Says more while a turn runs, and stops it when it takes too long. */
final class SteeredTurn {

  private SteeredTurn() {}

  static TurnResult finish(Turn turn, Duration patience) {
    // tag::steer[]
    turn.steer("Leave the tests alone");
    if (turn.await(patience).isEmpty()) {
      turn.interrupt();
    }
    TurnResult result = turn.await(); // COMPLETED or INTERRUPTED, says its status
    // end::steer[]
    return result;
  }
}
