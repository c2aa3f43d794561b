package dev.codex.examples.bench;

import dev.codex.Agent;
import dev.codex.Session;
import dev.codex.ledger.JsonlLedger;
import dev.codex.ledger.Ledger;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.limit.LoopGuard;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.rules.RulesFiles;
import dev.codex.testing.FunctionModel;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands between a wish and the act, all of it at once: 2,000 rules, the safeguard, the
 * approval policy, a ledger on disk. The clock runs from when a tool has described its wish until
 * it is called, and while the outcome is entered.
 */
final class GateSection {

  private static final int ROUNDS = 100;
  private static final int WARM_TURNS = 400;
  private static final int TURNS = 100;

  private static final String RULES = """
      for i in range(999):
          prefix_rule(pattern = ["tool%d" % i, ["run", "test"]])
          prefix_rule(pattern = ["mvn", "goal%d" % i], decision = "prompt")
      prefix_rule(pattern = ["mvn", "test"])
      network_rule(host = "repo.example.org", protocol = "https", decision = "allow")
      """;

  private static final List<String> SCRIPTS = List.of(
      "mvn test",
      "cd core && rg -n 'a b' src | head -20",
      "LANG=C sort notes.txt > sorted.txt",
      "rm target/old.txt; git status --short");

  private final List<Double> admission = new ArrayList<>();
  private final List<Double> settling = new ArrayList<>();
  private final List<Double> all = new ArrayList<>();
  private long described;
  private long admitted;

  private GateSection() {}

  static void run(Bench bench) throws IOException {
    Path folder = Files.createTempDirectory("codex-gate");
    try {
      new GateSection().measure(bench.report(), folder);
    } finally {
      Files.deleteIfExists(folder.resolve("effects.jsonl"));
      Files.deleteIfExists(folder.resolve("workspace"));
      Files.deleteIfExists(folder);
    }
  }

  private void measure(Report report, Path folder) throws IOException {
    Agent agent = agent(folder);
    for (int i = 0; i < WARM_TURNS; i++) {
      turn(agent);
    }
    admission.clear();
    settling.clear();
    all.clear();
    for (int i = 0; i < TURNS; i++) {
      turn(agent);
    }
    figures(report, "gate.admission", admission, "");
    figures(report, "gate.settlement", settling, "");
    figures(report, "gate.call", all, "< 100");
  }

  private static void figures(Report report, String name, List<Double> micros, String bar) {
    Samples samples = Samples.of(micros.stream().mapToDouble(each -> each));
    report.figure(name + ".p50", samples.median(), "us", bar);
    report.figure(name + ".p99", samples.quantile(0.99), "us", "");
  }

  private static void turn(Agent agent) {
    try (Session session = agent.startSession()) {
      session.run("Go.");
    }
  }

  private Agent agent(Path folder) throws IOException {
    Path workspace = Files.createDirectories(folder.resolve("workspace"));
    int[] round = new int[1];
    return Agent.builder()
        .model(FunctionModel.answering((request, answer) -> {
          if (++round[0] % (ROUNDS + 1) == 0) {
            answer.message("done");
          } else {
            answer.toolCall("run", SCRIPTS.get(round[0] % SCRIPTS.size()));
          }
        }))
        .addTool(new Run())
        .sandbox(PlatformSandbox.detect())
        .workspace(workspace)
        .sandboxPolicy(SandboxPolicy.workspaceWrite(workspace))
        .approvalPolicy(ApprovalPolicy.ON_REQUEST)
        .rules(RulesFiles.parse("benchmark.rules", RULES))
        .ledger(new Timed(JsonlLedger.in(folder.resolve("effects.jsonl"))))
        .loopGuard(LoopGuard.off())
        .build();
  }

  private static double micros(long begin, long end) {
    return (end - begin) / 1_000.0;
  }

  /** Wants to run its input, and then does not. */
  private final class Run implements Tool {
    @Override
    public ToolSpec spec() {
      return ToolSpec.function(
          "run", "Runs.", "{\"type\":\"object\"}", ToolSpec.Strictness.LENIENT);
    }

    @Override
    public ApprovalRequest describe(ToolInvocation invocation) {
      RunCommand wish = RunCommand.builder()
          .tool("run")
          .callId(invocation.callId())
          .addCommand("/bin/bash", "-lc", invocation.input())
          .script(invocation.input())
          .workingDirectory(invocation.workingDirectory())
          .build();
      described = System.nanoTime();
      return wish;
    }

    @Override
    public ToolResult call(ToolInvocation invocation) {
      admitted = System.nanoTime();
      admission.add(micros(described, admitted));
      return ToolResult.text("ok");
    }
  }

  /** Measures the settlement as well. */
  private final class Timed implements Ledger {
    private final Ledger ledger;

    Timed(Ledger ledger) {
      this.ledger = ledger;
    }

    @Override
    public void intend(Entry entry) {
      ledger.intend(entry);
    }

    @Override
    public void settle(Entry entry, Outcome outcome) {
      long begin = System.nanoTime();
      ledger.settle(entry, outcome);
      double settled = micros(begin, System.nanoTime());
      settling.add(settled);
      if (outcome == Outcome.SUCCEEDED) {
        all.add(micros(described, admitted) + settled);
      }
    }
  }
}
