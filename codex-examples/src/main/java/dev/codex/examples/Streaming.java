package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.Turn;
import dev.codex.event.Event;
import dev.codex.event.ItemCompleted;
import dev.codex.event.TextDelta;
import dev.codex.item.CommandExecution;
import dev.codex.model.openai.OpenAi;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.tools.CodingTools;

/** Prints what the model says while it says it, and every command that it runs. */
public final class Streaming {

  private Streaming() {}

  public static void main(String[] args) {
    Agent agent = Agent.builder()
        .model(OpenAi.fromEnvironment().model("gpt-5.5"))
        .tools(CodingTools.standard())
        .sandbox(PlatformSandbox.detect())
        .sandboxPolicy(SandboxPolicy.dangerFullAccess())
        .build();
    try (Session session = agent.startSession()) {
      watch(session);
    }
  }

  static void watch(Session session) {
    // tag::streaming[]
    try (Turn turn = session.start("Fix the failing test")) {
      for (Event event : turn) {
        if (event instanceof TextDelta delta) {
          System.out.print(delta.text());
        }
        if (event instanceof ItemCompleted done
            && done.item() instanceof CommandExecution command) {
          System.out.println("$ " + command.commandLine());
        }
      }
    }
    // end::streaming[]
  }
}
