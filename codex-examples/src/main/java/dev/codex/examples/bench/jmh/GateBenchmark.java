package dev.codex.examples.bench.jmh;

import dev.codex.Agent;
import dev.codex.AgentBuilder;
import dev.codex.Session;
import dev.codex.hook.HookResult;
import dev.codex.model.Model;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.Decision;
import dev.codex.policy.limit.LoopGuard;
import dev.codex.testing.FunctionModel;
import dev.codex.tool.Tool;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A round of a call, with its events and without a network or a file. What the gate costs is the
 * difference between its settings: nothing asked, a hook that looks at everything, an approver.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {

  private static final int ROUNDS = 50;

  /** Who stands in the gate. */
  public enum Keeper {
    NOBODY,
    HOOK,
    APPROVER
  }

  @Param
  public Keeper keeper = Keeper.NOBODY;

  private Agent agent = agent(Keeper.NOBODY);

  @Setup
  public void assemble() {
    agent = agent(keeper);
  }

  private static Agent agent(Keeper keeper) {
    AgentBuilder builder = Agent.builder()
        .model(model())
        .tools(List.of(Tool.of("noop", "Does nothing.", Noop.class, noop -> "ok")))
        .approvalPolicy(keeper == Keeper.APPROVER ? ApprovalPolicy.UNTRUSTED : ApprovalPolicy.NEVER)
        .approver(request -> Decision.approve())
        .loopGuard(LoopGuard.off());
    if (keeper == Keeper.HOOK) {
      builder.addHook(event -> HookResult.proceed());
    }
    return builder.build();
  }

  /** Calls the tool in every round but the last of a turn. */
  private static Model model() {
    AtomicInteger round = new AtomicInteger();
    return FunctionModel.answering((request, answer) -> {
      if (round.incrementAndGet() % (ROUNDS + 1) == 0) {
        answer.message("done");
      } else {
        answer.toolCall("noop", "{\"x\":\"y\"}");
      }
    });
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public String rounds() {
    try (Session session = agent.startSession()) {
      return session.run("Go.").finalMessage();
    }
  }

  record Noop(String x) {}
}
