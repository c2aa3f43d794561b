package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.TurnResult;
import dev.codex.model.openai.OpenAi;
import java.time.Duration;

/** Says more while a turn runs, and stops it when it takes too long. */
public final class InterruptAndSteer {

  private InterruptAndSteer() {}

  public static void main(String[] args) {
    Agent agent =
        Agent.builder().model(OpenAi.fromEnvironment().model("gpt-5.5")).build();
    try (Session session = agent.startSession();
        Turn turn = session.start("Rename Foo to Bar everywhere")) {
      steer(turn);
      System.out.println(stop(turn, Duration.ofMinutes(5)).status());
    }
  }

  static void steer(Turn turn) {
    // tag::steer[]
    turn.steer("Leave the tests alone");
    // end::steer[]
  }

  static TurnResult stop(Turn turn, Duration patience) {
    // tag::interrupt[]
    if (turn.await(patience).isEmpty()) {
      turn.interrupt();
    }
    TurnResult result = turn.await(); // with status INTERRUPTED if it was
    // end::interrupt[]
    return result;
  }
}
