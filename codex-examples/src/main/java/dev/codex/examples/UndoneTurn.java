package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.exec.UndoResult;
import dev.codex.sandbox.LocalFileHistory;
import java.nio.file.Path;

/** Lets the agent clean up, and takes it back. */
final class UndoneTurn {

  private UndoneTurn() {}

  static UndoResult regret(Agent agent, Path directory) {
    // tag::undo[]
    try (LocalFileHistory history = LocalFileHistory.in(directory)) {
      Agent regretful = agent.newBuilder().fileHistory(history).build();
      try (Session session = regretful.startSession()) {
        session.run("Throw away what nobody needs");
        return session.undo(); // by patch or by command: back to the byte
      }
    }
    // end::undo[]
  }
}
