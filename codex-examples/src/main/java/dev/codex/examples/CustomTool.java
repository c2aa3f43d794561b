package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.model.Model;
import dev.codex.model.openai.OpenAi;
import dev.codex.tool.Describe;
import dev.codex.tool.Tool;

/** Gives the model a tool of the host: a record says what it takes, a lambda does it. */
public final class CustomTool {

  private CustomTool() {}

  /** Stands for whatever the host has. */
  @FunctionalInterface
  interface Tracker {
    String summary(String key);
  }

  public static void main(String[] args) {
    Model model = OpenAi.fromEnvironment().model("gpt-5.5");
    System.out.println(ask(model, key -> key + ": the login page is slow"));
  }

  static String ask(Model model, Tracker jira) {
    // tag::custom-tool[]
    record Ticket(@Describe("Key such as ABC-123") String key) {}

    Tool lookUp = Tool.of(
        "look_up_ticket", "Reads one ticket.", Ticket.class, ticket -> jira.summary(ticket.key()));

    Agent agent = Agent.builder().model(model).addTool(lookUp).build();
    // end::custom-tool[]
    return agent.run("What is ABC-1 about?").finalMessage();
  }
}
