package dev.codex.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.policy.PathRule.Access;
import dev.codex.policy.SandboxPolicy.Profile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest {

  private final Profile profile = (Profile) SandboxPolicy.profile()
      .write(Path.of("/w"))
      .read(Path.of("/w/docs"))
      .write(Path.of("/w/docs/drafts"))
      .deny("/w/**/.env")
      .deny("/w/secrets")
      .read(Path.of("/w/secrets/public"))
      .build();

  @ParameterizedTest
  @CsvSource({
    "/, READ",
    "/etc/passwd, READ",
    "/w, WRITE",
    "/w/src/a, WRITE",
    "/wide, READ",
    "/w/docs, READ",
    "/w/docs/a, READ",
    "/w/docs/drafts/a, WRITE",
    "/w/.env, DENY",
    "/w/a/b/.env, DENY",
    "/w/a/.env/inside, DENY",
    "/w/a/x.env, WRITE",
    "/w/secrets/a, DENY",
    "/w/secrets/public/a, READ"
  })
  void theRuleAboutTheNearestFolderCounts(Path path, Access access) {
    assertThat(profile.access(path)).isEqualTo(access);
  }

  @Test
  void ofSeveralRulesAboutOnePathTheStrongestCounts() {
    Profile both = (Profile) SandboxPolicy.profile()
        .read(Path.of("/a"))
        .write(Path.of("/a"))
        .deny("/a")
        .build();

    assertThat(both.access(Path.of("/a/b"))).isEqualTo(Access.DENY);
  }

  @ParameterizedTest
  @CsvSource({
    "/w/*.pem, /w/a.pem, true",
    "/w/*.pem, /w/a/b.pem, false",
    "/w/**, /w/a/b, true",
    "/w/key?, /w/key1, true",
    "/w/key?, /w/key, false",
    "/w/[ab], /w/b, true",
    "/w/[!ab], /w/b, false",
    "/w/[!ab], /w/c, true",
    "/w/a+b(c, /w/a+b(c, true",
    "/w/{a}*, /w/{a}1, true"
  })
  void globsMatchNames(String pattern, Path path, boolean matches) {
    assertThat(new PathRule(pattern, Access.DENY).matches(path)).isEqualTo(matches);
  }

  @Test
  void rulesThatCannotBeKeptAreRefused() {
    assertThatThrownBy(() -> new PathRule("**/.env", Access.DENY))
        .hasMessageContaining("is not absolute");
    assertThatThrownBy(() -> new PathRule("/w/*", Access.WRITE)).hasMessageContaining("one by one");
  }
}
