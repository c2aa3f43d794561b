package dev.codex.sandbox.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ConfigException;
import dev.codex.policy.RuleAmendment;
import dev.codex.policy.RunCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesFilesTest {

  @TempDir
  Path folder;

  @Test
  void aMistakeNamesFileLineAndColumn() {
    assertThatThrownBy(() -> RulesFiles.parse("a.rules", "x = 1\nprefix_rule(patern=[\"a\"])"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("The rules file a.rules:2:1 has a mistake: ")
        .hasMessageContaining("patern");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for i in range(10000000):\n  pass",
        "x = 'a' * 1000000000",
        "x = [0] * 100000000",
        "def f(n):\n  return f(n + 1)\nf(0)",
        "x = [1]\nfor i in range(100):\n  x = x + x",
        "x = 2\nfor i in range(100):\n  x = x * x",
        "x = 1 << 1000000000",
        "x = []\nfor i in range(5000):\n  x = [x]\ny = str(x)",
        "x = []\nx.append(x)\ny = str(x)",
        "def f():\n  for i in range(2000):\n    for j in range(2000):\n      pass\nf()"
      })
  void noFileCanHangOrFillTheMachine(String text) {
    assertThatThrownBy(() -> RulesFiles.parse("a.rules", text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a.rules:");
  }

  @Test
  void deeplyNestedTextIsRefused() {
    String brackets = "x = " + "(".repeat(10_000) + "1" + ")".repeat(10_000);
    String chain = "x = 1" + " + 1".repeat(10_000);
    String minus = "x = " + "-".repeat(10_000) + "1";

    for (String text : List.of(brackets, chain, minus)) {
      assertThatThrownBy(() -> RulesFiles.parse("a.rules", text))
          .isInstanceOf(ConfigException.class);
    }
  }

  @Test
  void foldersAreReadInTheOrderOfNames() throws IOException {
    Files.writeString(folder.resolve("b.rules"), "prefix_rule(pattern=['a'], decision='prompt')");
    Files.writeString(folder.resolve("a.rules"), "prefix_rule(pattern=['a', 'b'])");
    Files.writeString(folder.resolve("c.txt"), "no rules at all");

    RulesFiles rules = RulesFiles.builder()
        .addFolder(folder)
        .addFolder(folder.resolve("absent"))
        .build();

    assertThat(rules.check(List.of("a", "b")).json())
        .isEqualTo("{\"matchedRules\":[{\"prefixRuleMatch\":{\"matchedPrefix\":[\"a\",\"b\"],"
            + "\"decision\":\"allow\"}},{\"prefixRuleMatch\":{\"matchedPrefix\":[\"a\"],"
            + "\"decision\":\"prompt\"}}],\"decision\":\"prompt\"}");
  }

  @Test
  void anAnswerRestsOnEveryRuleThatMatchesAndOnNoOther() {
    String rules = "prefix_rule(pattern=['deploy'], decision='prompt', justification='why')\n";
    String before = basis(rules);

    assertThat(basis(rules + "prefix_rule(pattern=['ls'])")).isEqualTo(before);
    assertThat(basis(rules + "prefix_rule(pattern=['deploy', 'x'])")).isNotEqualTo(before);
    assertThat(basis(rules.replace("why", "because"))).isNotEqualTo(before);
    assertThat(basis("")).isNotEqualTo(before);
  }

  private static String basis(String text) {
    return RulesFiles.parse("a.rules", text)
        .basis(RunCommand.builder()
            .tool("exec_command")
            .addCommand("/bin/bash", "-lc", "cd x && deploy x")
            .workingDirectory(Path.of("/srv"))
            .build());
  }

  @Test
  void anAmendmentCountsAtOnceAndForWhoeverReadsTheFileNext() {
    Path file = folder.resolve("rules/default.rules");
    RulesFiles rules = RulesFiles.builder().amendments(file).build();

    assertThat(rules.remember(RuleAmendment.allowPrefix(List.of("npm", "run", "a \"b\""))))
        .isTrue();
    assertThat(rules.remember(RuleAmendment.denyHost("Evil.example"))).isTrue();

    List<String> command = List.of("npm", "run", "a \"b\"", "x");
    assertThat(rules.check(command).decision()).contains(RuleDecision.ALLOW);
    assertThat(RulesFiles.load(file).check(command).decision()).contains(RuleDecision.ALLOW);
    assertThat(RulesFiles.load(file).network())
        .extracting(NetworkRule::host)
        .containsOnly("evil.example");
  }

  @Test
  void amendmentsFromManyThreadsAreAllKeptOnceAndBehindWhatIsThere() throws IOException {
    Path file = folder.resolve("default.rules");
    Files.writeString(file, "# mine");

    IntStream.range(0, 64)
        .parallel()
        .forEach(i -> RulesFiles.builder()
            .amendments(file)
            .build()
            .remember(RuleAmendment.allowPrefix(List.of("tool", "n" + i % 16))));

    assertThat(Files.readAllLines(file)).hasSize(17).startsWith("# mine").doesNotHaveDuplicates();
    assertThat(RulesFiles.load(file).check(List.of("tool", "n7")).matches()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bash", "bash -lc", "python3", "python3 -c", "sudo", "env", "git", "/bin/sh"})
  void aRuleThatWouldAllowEverythingIsNotKept(String prefix) {
    Path file = folder.resolve("default.rules");
    RulesFiles rules = RulesFiles.builder().amendments(file).build();

    assertThat(rules.remember(RuleAmendment.allowPrefix(List.of(prefix.split(" ")))))
        .isFalse();
    assertThat(file).doesNotExist();
  }
}
