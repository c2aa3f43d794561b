package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.model.Model;
import dev.codex.model.openai.OpenAi;
import dev.codex.session.JsonlSessionStore;
import java.nio.file.Path;

/** Goes on with a session in another process, or after a crash of this one. */
public final class Resuming {

  private Resuming() {}

  public static void main(String[] args) {
    Path folder = Path.of(System.getProperty("user.home"), ".my-agent");
    Agent agent = agent(OpenAi.fromEnvironment().model("gpt-5.5"), folder);
    System.out.println(goOn(agent, args.length > 0 ? args[0] : begin(agent)));
  }

  static Agent agent(Model model, Path folder) {
    // tag::store[]
    Agent agent =
        Agent.builder().model(model).sessionStore(JsonlSessionStore.in(folder)).build();
    // end::store[]
    return agent;
  }

  static String begin(Agent agent) {
    // tag::session[]
    try (Session session = agent.startSession()) {
      session.run("Write a plan for the migration");
      return session.id();
    }
    // end::session[]
  }

  static String goOn(Agent agent, String id) {
    // tag::resuming[]
    try (Session session = agent.resumeSession(id)) {
      return session.run("Now do step one").finalMessage();
    }
    // end::resuming[]
  }
}
