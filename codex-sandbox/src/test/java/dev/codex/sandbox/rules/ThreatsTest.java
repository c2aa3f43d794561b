package dev.codex.sandbox.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ConfigException;
import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.RunCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What got round the command rules of other agents, numbered as in our list of threats: 12 to 29,
 * and 59. Of the others that concern the gate, 58 (who fails has denied) and 60 (a grant is good
 * for one session) are tested where the gate is.
 */
class ThreatsTest {

  private static final RulesFiles NONE = RulesFiles.builder().build();

  /** A host that trusts what these threats begin with. */
  private static final RulesFiles TRUSTING = RulesFiles.parse("trusting.rules", """
      [prefix_rule(pattern=[name]) for name in ["echo", "cat", "ls"]]
      prefix_rule(pattern=["git", "diff"])
      """);

  private static final RulesFiles FORBIDDING =
      RulesFiles.parse("forbidding.rules", "prefix_rule(pattern=[\"rm\"], decision=\"forbidden\")");

  private static Verdict judge(RulesFiles rules, String script) {
    return rules.judge(RunCommand.builder()
        .tool("exec_command")
        .addCommand("/bin/bash", "-lc", script)
        .script(script)
        .workingDirectory(Path.of("/work"))
        .build());
  }

  private static Stream<Arguments> rows(int threat, String... scripts) {
    return Stream.of(scripts).map(script -> Arguments.of(threat, script));
  }

  static Stream<Arguments> bypasses() {
    return Stream.of(
            rows(12, "./sed -n 1p f", "/tmp/ls", "bin/cat x", "../ls"),
            rows(13, "uniq in out"),
            rows(
                14,
                "find . -exec rm {} \\;",
                "find . -execdir x ';'",
                "find . -ok x ';'",
                "find . -okdir x ';'",
                "find . -delete",
                "find . -fls x",
                "find . -fprint x",
                "find . -fprint0 x",
                "find . -fprintf x y",
                "find . -newthing"),
            rows(
                15,
                "rg --pre=x y",
                "rg --pre x y",
                "rg --hostname-bin=x y",
                "rg -z y",
                "rg -nz y",
                "RIPGREP_CONFIG_PATH=x rg y"),
            rows(
                16,
                "git -c core.pager=x log",
                "git --config-env=a=b log",
                "git -ccore.x=y log",
                "git --exec-path=x status",
                "git -C evil status",
                "git --git-dir=evil log",
                "git -p log",
                "git --no-pager -c a=b log"),
            rows(17, "git log --show-signature", "git log --format=%G?", "git grep -Oless x"),
            rows(
                18,
                "git show --output=x",
                "git branch -D x",
                "git diff --no-index /etc/shadow /dev/null"),
            rows(
                19,
                "sed -n '1e id' x",
                "sed -n 'w f' x",
                "sed --in-place x y",
                "sed -n 1p -i f",
                "sed -n '1p;w f' x",
                "sed -e 1p x"),
            rows(
                20,
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
                "unknownwrapper ls"),
            rows(
                21,
                "export A=1",
                "typeset A=1",
                "declare A=1",
                "unset A",
                "alias ls=rm",
                "export PATH=/e; ls",
                "hash -p /e ls; ls",
                "enable -n ls; ls",
                "readonly PATH=/e; ls"),
            rows(
                22,
                "ls ${a=$'x'}${a@P}",
                "echo ${x:=v}",
                "echo ${!v}",
                "cat <(ls)",
                "echo $((x=1))",
                "ls >(tee x)"),
            rows(
                23,
                "ls && rm x",
                "ls || rm x",
                "ls; rm x",
                "ls | tee x",
                "ls > f",
                "ls & rm x",
                "ls\nrm x",
                "! rm x"),
            rows(
                25,
                "ls\rrm x",
                "ls$IFS-l",
                "ls {a,b}",
                "cat <<< x",
                "ls $'-l'",
                "ls \u0000rm",
                "ls a#b; rm x",
                "l\\\ns; rm x",
                "ls !$",
                "ls (a)"),
            rows(
                26,
                "echo x > ~/.bashrc",
                "echo x >> ~/.bashrc",
                "echo x &> f",
                "echo x >| f",
                "echo x 1> f",
                "echo x; rm y"),
            rows(
                27,
                "PATH=/e:$PATH cat <<E > f\nE",
                "PATH=/e cat <<E\nE",
                "cat <<E > f\nE",
                "LD_PRELOAD=x cat <<E\nE",
                "cat <<E\n$(rm x)\nE"),
            rows(
                28,
                "cmd /c del x",
                "cmd.exe /c del x",
                "powershell -enc AAAA",
                "pwsh -c x",
                "%COMSPEC% /c x",
                "C:\\\\PROGRA~1\\\\x.exe",
                "cat \\\\\\\\host\\\\share\\\\x",
                "ls //host/share"),
            rows(
                29,
                "ping example.com",
                "nslookup a.b",
                "dig a.b",
                "host a.b",
                "curl http://a",
                "wget http://a",
                "nc a 1",
                "ssh a",
                "ftp a",
                "telnet a",
                "rsync a b:",
                "openssl s_client a"))
        .flatMap(rows -> rows);
  }

  @ParameterizedTest(name = "threat {0}: {1}")
  @MethodSource("bypasses")
  void itIsNotAllowedByItself(int threat, String script) {
    assertThat(judge(NONE, script)).isNotInstanceOf(Verdict.Allow.class);
  }

  /** Threat 17: these may run a program that the repository names, so never outside a sandbox. */
  @ParameterizedTest
  @ValueSource(strings = {"git status", "git diff", "cd sub && git status", "git log -3"})
  void gitIsAllowedByItselfOnlyWhereItIsConfined(String script) {
    assertThat(judge(NONE, script)).isNotIn(Verdict.allow(), Verdict.allowOutside());
  }

  static Stream<Arguments> riders() {
    return bypasses().filter(row -> List.of(12, 20, 21, 22, 23, 25, 26, 27).contains(row.get()[0]));
  }

  @ParameterizedTest(name = "threat {0}: {1}")
  @MethodSource("riders")
  void itIsNotAllowedWithWhatAHostTrusts(int threat, String script) {
    assertThat(judge(TRUSTING, script)).isNotInstanceOf(Verdict.Allow.class);
  }

  /** Threat 24: what is too much to be read is not judged more mildly. */
  static Stream<String> beyondTheLimits() {
    return Stream.of(
        "ls && ".repeat(60) + "rm x",
        "ls; ".repeat(5_000) + "rm x",
        "(".repeat(500) + "rm x" + ")".repeat(500),
        "$(".repeat(500) + "rm x" + ")".repeat(500),
        "eval ".repeat(200) + "rm x",
        "sudo ".repeat(200) + "rm x",
        "env " + "A=1 ".repeat(2_000) + "rm x",
        "ls " + "a".repeat(200_000) + "; rm x");
  }

  @ParameterizedTest
  @MethodSource("beyondTheLimits")
  void beyondTheLimitsItIsForbiddenOrAsked(String script) {
    assertThat(judge(FORBIDDING, script)).isInstanceOfAny(Verdict.Forbid.class, Verdict.Ask.class);
    assertThat(judge(TRUSTING, script)).isNotInstanceOf(Verdict.Allow.class);
  }

  /** Threat 59: a file with a mistake is not one without rules. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "prefix_rule(pattern=[\"rm\"], decision=\"forbiden\")",
        "prefix_rule(pattern=\"rm\")",
        "prefix_rule(pattern=[])",
        "prefix_rule(patern=[\"rm\"])",
        "prefix_rule(pattern=[\"rm\"]",
        "prefix_rul(pattern=[\"rm\"])",
        "prefix_rule(pattern=[\"ls\"], match=[\"rm x\"])",
        "network_rule(host=\"a\", protocol=\"gopher\", decision=\"deny\")",
        "\u0000"
      })
  void aRulesFileWithAMistakeIsRefusedWithItsLine(String mistake) {
    assertThatThrownBy(() -> RulesFiles.parse("a.rules", "x = 1\n" + mistake))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a.rules:2:");
  }
}
