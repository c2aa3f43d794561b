package dev.codex.internal.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoreRulesTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // rule, path, folder?, ignored? - as git check-ignore says
        "target, target, true, true",
        "target, a/b/target, true, true",
        "target/, target, false, false",
        "target/, a/target, true, true",
        "/target, a/target, true, false",
        "/target, target, true, true",
        "*.log, a/b.log, false, true",
        "*.log, a/b.logs, false, false",
        "a/*.log, a/b.log, false, true",
        "a/*.log, a/c/b.log, false, false",
        "a/**/b, a/b, false, true",
        "a/**/b, a/x/y/b, false, true",
        "a/**/b, a/x/y/c, false, false",
        "**/b, b, false, true",
        "**/b, a/b, false, true",
        "a/**, a, true, false",
        "a/**, a/x, false, true",
        "a?c, abc, false, true",
        "a?c, a/c, false, false",
        "[a-c].txt, b.txt, false, true",
        "[!a-c].txt, b.txt, false, false",
        "a*b*c, axxbyyc, false, true",
        "a*b*c, axxbyy, false, false",
        "\\#a, #a, false, true",
        "#a, #a, false, false",
        "'a ', a, false, true",
        "foo/bar, foo/bar, false, true",
        "foo/bar, x/foo/bar, false, false",
        "foo/bar, foo/xbar, false, false",
        "log, a/xlog, false, false",
        "*log, xlog/a, false, false",
        "doc/*, doc/a, true, true"
      })
  void aRuleIgnoresWhatGitIgnores(String rule, String path, boolean isFolder, boolean ignored) {
    assertThat(IgnoreRules.NONE.plus("", rule).ignores(path, isFolder)).isEqualTo(ignored);
  }

  @Test
  void theLastRuleThatSpeaksDecides() {
    IgnoreRules rules = IgnoreRules.NONE.plus("", "*.log\n!keep.log\nkeep.log.*\n");

    assertThat(rules.ignores("a.log", false)).isTrue();
    assertThat(rules.ignores("keep.log", false)).isFalse();
    assertThat(rules.ignores("sub/keep.log", false)).isFalse();
  }

  @Test
  void aNearerFileOverrulesThoseAboveAndHoldsInItsFolderOnly() {
    IgnoreRules above = IgnoreRules.NONE.plus("", "*.log\n");
    IgnoreRules near = above.plus("sub", "!*.log\n/top.txt\n");

    assertThat(near.ignores("sub/a.log", false)).isFalse();
    assertThat(near.ignores("sub/top.txt", false)).isTrue();
    assertThat(near.ignores("sub/deep/top.txt", false)).isFalse();
    assertThat(above.ignores("sub/a.log", false)).isTrue();
  }

  @Test
  void theDataOfGitIsNeverLookedAt() {
    assertThat(IgnoreRules.NONE.ignores("sub/.git", true)).isTrue();
    assertThat(IgnoreRules.NONE.ignores(".gitignore", false)).isFalse();
    assertThat(IgnoreRules.NONE.ignores("sub/x.git", true)).isFalse();
  }
}
