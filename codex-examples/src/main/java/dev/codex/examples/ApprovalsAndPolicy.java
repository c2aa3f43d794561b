package dev.codex.examples;

import dev.codex.Agent;
import dev.codex.model.Model;
import dev.codex.model.openai.OpenAi;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.Decision;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.tools.CodingTools;

/** Lets the tests run and asks a person about everything else, who says no. */
public final class ApprovalsAndPolicy {

  private ApprovalsAndPolicy() {}

  public static void main(String[] args) {
    Model model = OpenAi.fromEnvironment().model("gpt-5.5");
    Agent agent = Agent.builder()
        .model(model)
        .tools(CodingTools.standard())
        .sandbox(PlatformSandbox.detect())
        .sandboxPolicy(SandboxPolicy.external(NetworkAccess.OFF))
        .build();
    System.out.println(careful(agent).run("Run the tests, then delete target"));
  }

  static Agent careful(Agent agent) {
    // tag::approvals[]
    Agent careful = agent
        .newBuilder()
        .approvalPolicy(ApprovalPolicy.UNTRUSTED)
        .approver(request -> {
          if (request instanceof RunCommand run && run.script().equals("mvn test")) {
            return Decision.approveForSession();
          }
          return Decision.deny("A person has to look at this first.");
        })
        .build();
    // end::approvals[]
    return careful;
  }
}
