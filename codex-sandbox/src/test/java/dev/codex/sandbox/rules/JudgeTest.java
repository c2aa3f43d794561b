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

  /** The bypasses of threats 12 to 29, none of which may run without a question. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "./sed -n 1p f",
        "/tmp/ls",
        "bin/cat x",
        "uniq in out",
        "find . -exec rm {} \\;",
        "find . -execdir x ';'",
        "find . -ok x ';'",
        "find . -okdir x ';'",
        "find . -delete",
        "find . -fls x",
        "find . -fprint x",
        "find . -fprint0 x",
        "find . -fprintf x y",
        "find . -newthing",
        "rg --pre=x y",
        "rg --pre x y",
        "rg --hostname-bin=x y",
        "rg -z y",
        "rg -nz y",
        "RIPGREP_CONFIG_PATH=x rg y",
        "git -c core.pager=x log",
        "git --config-env=a=b log",
        "git -ccore.x=y log",
        "git --exec-path=x status",
        "git -C evil status",
        "git --git-dir=evil log",
        "git -p log",
        "git --no-pager -c a=b log",
        "git show --output=x",
        "git branch -D x",
        "git diff --no-index /etc/shadow /dev/null",
        "git log --show-signature",
        "git log --format=%G?",
        "git grep -Oless x",
        "sed -n '1e id' x",
        "sed -n 'w f' x",
        "sed --in-place x y",
        "sed -n 1p -i f",
        "base64 -o x",
        "sort -o x y",
        "sort --compress-program=x y",
        "man --html=x y",
        "xargs x",
        "tee x",
        "env x",
        "timeout 5 rm x",
        "nice rm x",
        "stdbuf -o0 rm x",
        "nohup rm x",
        "command rm x",
        "builtin cd x",
        "unknownwrapper ls",
        "export A=1",
        "typeset A=1",
        "declare A=1",
        "unset A",
        "alias ls=rm",
        "export PATH=/e; ls",
        "ls ${a=$'x'}${a@P}",
        "echo ${x:=v}",
        "echo ${!v}",
        "cat <(ls)",
        "ls && rm x",
        "ls || rm x",
        "ls; rm x",
        "ls > f",
        "echo x > ~/.bashrc",
        "ls | tee x",
        "ls\rrm x",
        "ls$IFS-l",
        "ls {a,b}",
        "cat <<< x",
        "PATH=/e:$PATH cat <<E > f\nE",
        "ping example.com",
        "nslookup a.b",
        "curl http://a",
        "wget http://a",
        "cat \\\\\\\\host\\\\share\\\\x",
        "ls (a)",
        "ls &",
        "LD_PRELOAD=x ls",
        "xxd -r x",
        "date -s now",
        "hostname evil",
        "printf -v PATH x",
        "tree -o x",
        "$(ls)",
        "`ls`",
        "if true; then ls; fi"
      })
  void nothingThatGotRoundOtherAgentsIsAllowed(String script) {
    assertThat(judge(NONE, script)).isNotInstanceOf(Verdict.Allow.class);
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
