package dev.codex.sandbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.RunCommand;
import dev.codex.sandbox.rules.shell.CodexReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How often a person is asked about a week of commands under the policy that asks about everything
 * unknown: ours against the rules of codex-cli 0.169, which has no list of harmless commands.
 */
class WeekOfCommandsTest {

  private static final String RULES = """
      [prefix_rule(pattern=["mvn", goal]) for goal in ["test", "verify", "compile"]]
      prefix_rule(pattern=["mvn", ["-q", "-o"], ["test", "verify", "compile"]])
      prefix_rule(pattern=["mvn", "-q", "-o", "test"])
      prefix_rule(pattern=["npm", ["test"]])
      prefix_rule(pattern=["npm", "run", ["build", "lint"]])
      prefix_rule(pattern=["./gradlew", ["test", "build"]])
      prefix_rule(pattern=["cargo", ["test", "build", "check", "clippy", "fmt"]])
      prefix_rule(pattern=["go", ["test", "build", "vet"]])
      prefix_rule(pattern=["pytest"])
      prefix_rule(pattern=["make"])
      prefix_rule(pattern=["git", ["add", "commit"]])
      prefix_rule(pattern=[["mkdir", "touch"]])
      """;

  private record Command(String kind, String script) {}

  @Test
  void aPersonIsAskedLessAndNothingRiskyPasses() throws IOException {
    List<Command> week = week();
    RulesFiles rules = RulesFiles.parse("week.rules", RULES);
    List<String> passed = new ArrayList<>();
    int[] ours = new int[2];
    int[] codex = new int[2];
    for (Command command : week) {
      for (int i = 0; i < 2; i++) {
        RulesFiles with = i == 0 ? RulesFiles.builder().build() : rules;
        boolean lets = with.judge(request(command.script())) instanceof Verdict.Allow;
        ours[i] += lets ? 0 : 1;
        codex[i] += codexLets(with, command.script()) ? 0 : 1;
        if (lets && command.kind().equals("risky")) {
          passed.add(command.script());
        }
      }
    }

    System.out.printf("asked about of %d   ours   codex 0.169%n", week.size());
    System.out.printf("without rules        %4d   %4d%n", ours[0], codex[0]);
    System.out.printf("with rules           %4d   %4d%n", ours[1], codex[1]);
    assertThat(passed).isEmpty();
    assertThat(week.size()).isGreaterThanOrEqualTo(300);
    assertThat(ours[0] * 2).isLessThan(codex[0] * 2 - week.size() / 2);
    assertThat(ours[1] * 2).isLessThan(codex[1]);
  }

  /** Every command of a script that it can read has to be allowed by a rule. */
  private static boolean codexLets(RulesFiles rules, String script) {
    Optional<List<List<String>>> plain = CodexReading.plain(script);
    return plain.isPresent()
        && plain.get().stream()
            .allMatch(command -> rules.check(command).decision().isPresent());
  }

  private static RunCommand request(String script) {
    return RunCommand.builder()
        .tool("exec_command")
        .addCommand("/bin/bash", "-lc", script)
        .script(script)
        .workingDirectory(Path.of("/work"))
        .build();
  }

  private static List<Command> week() throws IOException {
    try (InputStream in = WeekOfCommandsTest.class.getResourceAsStream("week-of-commands.tsv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .map(parts -> new Command(parts[0], parts[1].replace("\\n", "\n")))
          .toList();
    }
  }
}
