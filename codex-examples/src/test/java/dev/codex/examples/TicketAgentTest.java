package dev.codex.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.Agent;
import dev.codex.TurnResult;
import dev.codex.examples.TicketTool.Ticket;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.Tool;
import org.junit.jupiter.api.Test;

/** How a host tests its agent. */
class TicketAgentTest {

  @Test
  void toolOutputIsSentBackToTheModel() {
    // tag::test[]
    ScriptedModel model = new ScriptedModel()
        .enqueueToolCall("look_up_ticket", """
            {"key": "ABC-1"}""")
        .enqueueMessage("It is about login.");
    Tool lookUp = Tool.of("look_up_ticket", "Reads one ticket.", Ticket.class, ticket -> "Login");

    TurnResult result = Agent.builder().model(model).addTool(lookUp).build().run("What is ABC-1?");

    assertThat(result.finalMessage()).isEqualTo("It is about login.");
    model.takeRequest();
    assertThat(model.takeRequest().toolOutput("call-1")).isEqualTo("Login");
    model.assertDrained();
    // end::test[]
  }
}
