package dev.codex.examples.bench.jmh;

import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.RunCommand;
import dev.codex.sandbox.rules.RulesFiles;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to judge a command by a file of 2,000 rules. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RulesBenchmark {

  private static final String RULES = """
      for i in range(1000):
          prefix_rule(pattern = ["tool%d" % i, ["run", "test"]])
          prefix_rule(pattern = ["mvn", "goal%d" % i], decision = "prompt")
      prefix_rule(pattern = ["mvn", "test"])
      """;

  private final RulesFiles rules = RulesFiles.parse("benchmark.rules", RULES);

  @Param({"mvn test", "cd core && rg -n 'a b' src | head -20", "bash -lc 'ls; git push'"})
  public String script = "";

  @Benchmark
  public Verdict judge() {
    return rules.judge(RunCommand.builder()
        .tool("exec_command")
        .addCommand("/bin/bash", "-lc", script)
        .script(script)
        .workingDirectory(Path.of("/work"))
        .build());
  }
}
