package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.model.openai.OpenAi;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.tools.CodingTools;
import java.nio.file.Path;

/** Asks about the project in the current directory. */
public final class HelloAgent {

  private HelloAgent() {}

  public static void main(String[] args) {
    // tag::hello[]
    Agent agent = Agent.builder()
        .model(OpenAi.fromEnvironment().model("gpt-5.5"))
        .workspace(Path.of("."))
        .tools(CodingTools.standard())
        .sandbox(PlatformSandbox.detect())
        .sandboxPolicy(SandboxPolicy.dangerFullAccess())
        .build();

    System.out.println(agent.run("Why does FooTest fail?"));
    // end::hello[]
  }
}
