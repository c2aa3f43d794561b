package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.TurnResult;
import dev.codex.model.openai.OpenAi;
import dev.codex.policy.Budget;
import java.time.Duration;

/** Says beforehand how much a turn and a session may cost. */
public final class Budgets {

  private Budgets() {}

  public static void main(String[] args) {
    fix(Agent.builder().model(OpenAi.fromEnvironment().model("gpt-5.5")).build());
  }

  static TurnResult fix(Agent agent) {
    // tag::budgets[]
    Agent frugal = agent
        .newBuilder()
        .turnBudget(
            Budget.builder().maxRequests(20).maxWallTime(Duration.ofMinutes(5)).build())
        .sessionBudget(Budget.builder().maxTokens(500_000).build())
        .build();

    TurnResult result = frugal.run("Fix all warnings");
    result.stoppedBy().ifPresent(limit -> System.out.println("Stopped by " + limit));
    // end::budgets[]
    return result;
  }
}
