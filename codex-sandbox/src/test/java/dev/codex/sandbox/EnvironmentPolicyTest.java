package dev.codex.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.sandbox.EnvironmentPolicy.Inherit;
import dev.codex.sandbox.EnvironmentPolicy.Secrets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentPolicyTest {

  private static final Map<String, String> HOST = Map.of(
      "PATH", "/bin",
      "HOME", "/home/me",
      "LANG", "de_DE",
      "EDITOR", "vi",
      "BASH_ENV", "/evil",
      "ENV", "/evil",
      "MY_TOKEN", "t",
      "Api_Key", "k");

  private static Map<String, String> applied(EnvironmentPolicy policy) {
    Map<String, String> result = new HashMap<>(policy.apply(HOST));
    EnvironmentNames.QUIET.forEach(result::remove);
    return result;
  }

  @Test
  void commandsGetTheCoreAndWhatKeepsProgramsQuiet() {
    assertThat(EnvironmentPolicy.standard().apply(HOST))
        .isEqualTo(Map.ofEntries(
            Map.entry("PATH", "/bin"),
            Map.entry("HOME", "/home/me"),
            Map.entry("NO_COLOR", "1"),
            Map.entry("TERM", "dumb"),
            Map.entry("COLORTERM", ""),
            Map.entry("LANG", "C.UTF-8"),
            Map.entry("LC_CTYPE", "C.UTF-8"),
            Map.entry("LC_ALL", "C.UTF-8"),
            Map.entry("PAGER", "cat"),
            Map.entry("GIT_PAGER", "cat"),
            Map.entry("GH_PAGER", "cat"),
            Map.entry("CODEX_CI", "1")));
  }

  @Test
  void secretsStayBackEvenWhereAllIsInherited() {
    EnvironmentPolicy all = EnvironmentPolicy.builder().inherit(Inherit.ALL).build();

    assertThat(applied(all)).containsOnlyKeys("PATH", "HOME", "EDITOR");
    assertThat(applied(all.toBuilder().secrets(Secrets.INHERITED).build()))
        .containsOnlyKeys("PATH", "HOME", "EDITOR", "MY_TOKEN", "Api_Key");
  }

  @Test
  void namesThatAreSpelledOutAreInherited() {
    EnvironmentPolicy policy = EnvironmentPolicy.builder()
        .inherit(Inherit.NONE)
        .addAlsoInherit("MY_TOKEN")
        .build();

    assertThat(applied(policy)).isEqualTo(Map.of("MY_TOKEN", "t"));
  }

  @Test
  void patternsExcludeAndIncludeWithoutRegardToCase() {
    EnvironmentPolicy policy = EnvironmentPolicy.builder()
        .inherit(Inherit.ALL)
        .addExclude("edit?r")
        .putSet("EXTRA", "1")
        .putSet("OTHER", "2")
        .addIncludeOnly("p*", "home", "EXTRA")
        .build();

    assertThat(applied(policy)).isEqualTo(Map.of("PATH", "/bin", "HOME", "/home/me", "EXTRA", "1"));
  }

  @Test
  void whatTheHostSetsWinsOverWhatKeepsProgramsQuiet() {
    EnvironmentPolicy policy = EnvironmentPolicy.builder()
        .putSet("TERM", "xterm")
        .putSet("ENV", "/mine")
        .build();

    assertThat(policy.apply(HOST)).containsEntry("TERM", "xterm").containsEntry("ENV", "/mine");
  }
}
