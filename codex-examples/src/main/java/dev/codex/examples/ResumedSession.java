package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.session.JsonlSessionStore;
import java.nio.file.Path;

/** Goes on with a session of an earlier day. */
final class ResumedSession {

  private ResumedSession() {}

  static void goOn(Agent agent, String id) {
    // tag::resume[]
    Agent remembering = agent
        .newBuilder()
        .sessionStore(JsonlSessionStore.in(Path.of(".sessions")))
        .build();
    try (Session session = remembering.resumeSession(id)) {
      session.run("Now do step one");
    }
    // end::resume[]
  }
}
