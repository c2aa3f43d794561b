package dev.codex.sandbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.RunCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {

  private static final RulesFiles NONE = RulesFiles.builder().build();

  private static Verdict judge(RulesFiles rules, String script) {
    return rules.judge(RunCommand.builder()
        .tool("exec_command")
        .addCommand("/bin/bash", "-lc", script)
        .script(script)
        .workingDirectory(Path.of("/work"))
        .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls -la",
        "cat a.txt | head -5",
        "cd src && ls",
        "rg -n foo src 2>/dev/null",
        "wc -l x",
        "sed -n '1,5p' x",
        "find . -name '*.java' -type f",
        "set -euo pipefail; ls",
        "ls # all",
        "grep -rn \"a b\" . | sort | uniq -c",
        "NO_COLOR=1 ls",
        "echo 'a;b' && pwd",
        "ls\npwd"
      })
  void whatOnlyReadsIsAllowed(String script) {
    assertThat(judge(NONE, script)).isEqualTo(Verdict.allow());
  }

  @Test
  void gitIsOnlyHarmlessWhereItIsConfined() {
    assertThat(judge(NONE, "git status && git diff --stat")).isEqualTo(Verdict.allowConfined());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -f a",
        "rm -r --force d",
        "/bin/rm -rf d",
        "'rm' -f a",
        "\\rm -f a",
        "sudo rm -f a",
        "command rm -f a",
        "ls | xargs rm -f",
        "find . -exec rm -f {} +",
        "bash -c 'rm -f a'",
        "(rm -f a)",
        "for i in a; do rm -f $i; done",
        "echo $(rm -f a)",
        "eval 'rm -f a'",
        "A=1 timeout 5 nice rm -rf d",
        "cat <<E\n$(rm -f a)\nE",
        "bash -lc \"sh -c 'rm -f a'\"",
        "function f { rm -f a; }; f"
      })
  void aForcedRemovalIsAskedAboutInAnyDisguise(String script) {
    assertThat(judge(NONE, script)).isInstanceOf(Verdict.Ask.class);
    assertThat(judge(RulesFiles.builder().forbidForcedRemoval().build(), script))
        .isInstanceOf(Verdict.Forbid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo rm -f a", "rm a", "git rm -f a", "# rm -f a", "rm -- -f"})
  void otherRemovalsAreNot(String script) {
    assertThat(judge(NONE, script)).isNotInstanceOf(Verdict.Ask.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git push",
        "cd x && git push origin",
        "/usr/bin/git push",
        "./git push",
        "A=1 git push",
        "(git push)",
        "if true; then git push; fi",
        "sudo git push",
        "echo $(git push)",
        "bash -c 'git push'",
        "git 'push' > log",
        "git push &",
        "timeout 5 git push"
      })
  void aRuleThatForbidsIsFoundWhereverItsCommandHides(String script) {
    RulesFiles rules = RulesFiles.parse(
        "r", "prefix_rule(pattern=['git','push'], decision='forbidden', justification='no')");

    assertThat(judge(rules, script)).isEqualTo(Verdict.forbid("no"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn test", "mvn test -q && mvn test", "cd a && mvn test", "bash -lc 'mvn test'",
        "mvn test 2>&1", "mvn test > /dev/null 2>&1", "CI=1 mvn test", "timeout 60 mvn test",
        "/usr/bin/mvn test", "nice -n 5 mvn test", "env CI=1 mvn test"
      })
  void aRuleThatAllowsCoversWhatWasMeant(String script) {
    RulesFiles rules = RulesFiles.builder()
        .trust(Trust.OUTSIDE)
        .add("r", "prefix_rule(pattern=['mvn','test'])")
        .build();

    assertThat(judge(rules, script)).isEqualTo(Verdict.allowOutside());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn test > out",
        "MAVEN_OPTS=-javaagent:x mvn test",
        "mvn test; x",
        "mvn test && $X",
        "/tmp/mvn test",
        "./mvn test",
        "export A=1; mvn test",
        "alias mvn=x; mvn test",
        "mvn `x` test",
        "mvn test &",
        "PATH=. mvn test",
        "mvn t*",
        "(mvn test)",
        "mvn test | tee x"
      })
  void aRuleThatAllowsCoversNothingElse(String script) {
    RulesFiles rules = RulesFiles.parse("r", "prefix_rule(pattern=['mvn','test'])");

    assertThat(judge(rules, script)).isEqualTo(Verdict.silent());
  }

  @Test
  void afterChangingTheFolderARelativeProgramIsAnother() {
    RulesFiles rules = RulesFiles.parse("r", "prefix_rule(pattern=['./gradlew','test'])");

    assertThat(judge(rules, "./gradlew test")).isEqualTo(Verdict.allow());
    assertThat(judge(rules, "cd evil && ./gradlew test")).isEqualTo(Verdict.silent());
  }

  @Test
  void aScriptThatIsTooLongIsAskedAboutAndNotLetThrough() {
    assertThat(judge(NONE, "ls; ".repeat(30_000))).isInstanceOf(Verdict.Ask.class);
    assertThat(judge(NONE, "ls; ".repeat(250))).isEqualTo(Verdict.silent());
    assertThat(judge(NONE, "echo " + "$(".repeat(60) + "ls" + ")".repeat(60)))
        .isInstanceOf(Verdict.Ask.class);
  }

  @Test
  void aPathIsOnlyTakenForItsNameWhereTheFileSaysSo() {
    RulesFiles rules = RulesFiles.parse("r", """
        prefix_rule(pattern=["tool"])
        host_executable(name="tool", paths=["/opt/tool/bin/tool"])
        """);

    assertThat(judge(rules, "/opt/tool/bin/tool x")).isEqualTo(Verdict.allow());
    assertThat(judge(rules, "/opt/evil/tool x")).isEqualTo(Verdict.silent());
    assertThat(rules.check(List.of("/opt/tool/bin/tool"), Path.of("/")).decision())
        .contains(RuleDecision.ALLOW);
  }
}
