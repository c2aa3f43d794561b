package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.TextDelta;
import dev.codex.item.CommandExecution;

/** Shows a turn while it runs. */
final class LiveTurn {

  private LiveTurn() {}

  static void show(Agent agent) {
    // tag::events[]
    try (Session session = agent.startSession();
        Turn turn = session.start("Fix the failing test")) {
      for (Event event : turn) {
        if (event instanceof TextDelta delta) {
          System.out.print(delta.text());
        } else if (event instanceof ItemCompleted done
            && done.item() instanceof CommandExecution command) {
          System.out.println("$ " + command.commandLine());
        }
      }
    }
    // end::events[]
  }
}
