package dev.codex.examples;

import dev.codex.tool.Describe;
import dev.codex.tool.Tool;

/** A tool of the host. */
final class TicketTool {

  private TicketTool() {}

  /** Where tickets are. */
  interface Tracker {
    String summary(String key);
  }

  // tag::tool[]
  record Ticket(@Describe("Key such as ABC-123") String key) {}

  // end::tool[]

  static Tool of(Tracker tracker) {
    // tag::tool[]
    Tool lookUp = Tool.of(
        "look_up_ticket",
        "Reads one ticket.",
        Ticket.class,
        ticket -> tracker.summary(ticket.key()));
    // end::tool[]
    return lookUp;
  }
}
