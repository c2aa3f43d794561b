package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.model.openai.OpenAi;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.tools.CodingTools;
import java.nio.file.Path;

/** Asks one question about the project in the current folder; needs {@code OPENAI_API_KEY}. */
public final class HelloAgent {

  private HelloAgent() {}

  public static void main(String[] args) {
    // tag::hello[]
    Agent agent = Agent.builder()
        .model(OpenAi.fromEnvironment().model("gpt-5.5"))
        .workspace(Path.of("."))
        .tools(CodingTools.standard())
        .sandbox(PlatformSandbox.detect())
        .build();

    System.out.println(agent.run("Why does FooTest fail?"));
    // end::hello[]
  }
}
