package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.Decision;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.limit.Budget;
import java.nio.file.Path;

/** An agent that asks, and that has only so much to spend. */
final class CarefulAgent {

  private CarefulAgent() {}

  static Agent from(Agent agent, Path repository) {
    // tag::policy[]
    Agent careful = agent
        .newBuilder()
        .sandboxPolicy(SandboxPolicy.workspaceWrite(repository))
        .approvalPolicy(ApprovalPolicy.ON_REQUEST)
        .approver(request -> {
          if (request instanceof RunCommand run && run.script().equals("mvn test")) {
            return Decision.approveForSession();
          }
          return Decision.deny("A person has to look at this first.");
        })
        .turnBudget(Budget.builder().maxTokens(200_000).maxToolCalls(50).build())
        .build();
    // end::policy[]
    return careful;
  }
}
