package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.TurnResult;
import dev.codex.policy.limit.Budget;

/** Says beforehand how much a turn and a session may cost. */
final class FrugalAgent {

  private FrugalAgent() {}

  static TurnResult run(Agent agent) {
    // tag::budget[]
    Agent frugal = agent
        .newBuilder()
        .turnBudget(Budget.builder().maxRequests(20).build())
        .sessionBudget(Budget.builder().maxTokens(500_000).build())
        .build();

    TurnResult result = frugal.run("Fix all warnings");
    result.stoppedBy().ifPresent(limit -> System.out.println("Stopped by " + limit));
    // end::budget[]
    return result;
  }
}
