package dev.codex.examples.bench;

import dev.codex.Agent;
import dev.codex.AgentBuilder;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.model.openai.OpenAi;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.limit.LoopGuard;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.session.JsonlSessionStore;
import dev.codex.tool.Describe;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tools.CodingTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The agent that is measured: transcripts, policy and events on, two tools, long instructions. */
public final class BenchAgent {

  /** As long as what Codex sends along with every request, tool definitions included. */
  private static final String INSTRUCTIONS =
      "You are a coding agent running in a terminal harness. Be precise, safe and helpful.\n"
          .repeat(430);

  private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(1);

  private BenchAgent() {}

  /**
   * An agent that talks to the server and keeps its sessions below the directory. The scenarios
   * make the same call over and over by design, so the loop guard is off.
   *
   * @param baseUrl ends in {@code /v1}
   */
  public static Agent create(String baseUrl, Path store) {
    return builder(baseUrl, store).tools(List.of(noop(), run())).build();
  }

  /** The same with the tools of a coding agent, whose commands are confined to the store. */
  public static Agent confined(String baseUrl, Path store) {
    return builder(baseUrl, store)
        .tools(CodingTools.standard())
        .sandboxPolicy(SandboxPolicy.workspaceWrite(store))
        .build();
  }

  private static AgentBuilder builder(String baseUrl, Path store) {
    return Agent.builder()
        .model(OpenAi.builder().baseUrl(baseUrl).apiKey("sk-bench").build().model("gpt-bench"))
        .instructions(INSTRUCTIONS)
        .workspace(store)
        .sandbox(PlatformSandbox.detect())
        .sandboxPolicy(SandboxPolicy.dangerFullAccess())
        .approvalPolicy(ApprovalPolicy.NEVER)
        .sessionStore(JsonlSessionStore.in(store))
        .loopGuard(LoopGuard.off());
  }

  private static Tool noop() {
    return Tool.of("noop", "Does nothing.", Noop.class, noop -> "ok");
  }

  private static Tool run() {
    return Tool.builder("run", "Runs a command.", Run.class).buildWith(BenchAgent::run);
  }

  private static String run(Run run, ToolInvocation invocation)
      throws IOException, InterruptedException {
    Command command = Command.of(invocation.workingDirectory(), "/bin/bash", "-c", run.cmd());
    try (RunningCommand running = invocation.commands().start(command)) {
      running.input().close();
      String output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      return "exit code: " + running.waitFor(COMMAND_TIMEOUT).orElseThrow() + "\n" + output;
    }
  }

  record Noop(@Describe("Anything") String x) {}

  record Run(@Describe("A command line for bash") String cmd) {}
}
