package dev.codex.sandbox.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Command;
import dev.codex.policy.DomainRules;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.process.OutputReaders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SeatbeltSandboxTest {

  private static final Path ROOT = Path.of("/Users/a/my project (1)");

  private static SeatbeltSandbox on(String system) {
    return new SeatbeltSandbox(Map.of(), List.of(), new OutputReaders(), system);
  }

  @Test
  void readingOnlyNamesNoFolderAndNoNetwork() {
    List<String> words = SeatbeltArguments.of(List.of(), NetworkAccess.OFF);

    assertThat(words).hasSize(4).startsWith("/usr/bin/sandbox-exec", "-p").endsWith("--");
    assertThat(words.get(2))
        .startsWith("(version 1)\n(deny default)\n")
        .doesNotContain("network", "subpath", "param");
  }

  @Test
  void foldersAreParametersAndTheirProtectedNamesAreExcluded() {
    List<String> words = SeatbeltArguments.of(List.of(ROOT), NetworkAccess.OFF);

    assertThat(words).contains("-DROOT_0=" + ROOT);
    Matcher rule = Pattern.compile("require-not \\(regex #\"(.*)\"\\)").matcher(words.get(2));
    assertThat(rule.find()).isTrue();
    Pattern excluded = Pattern.compile(rule.group(1));
    for (String path : List.of(".git", ".git/hooks/x", "sub/.GIT/config", ".codex", "a/.agents")) {
      assertThat(excluded.matcher(ROOT + "/" + path).find()).as(path).isTrue();
    }
    for (String path : List.of("git", ".gitignore", "a.git/b", "src/.github/x")) {
      assertThat(excluded.matcher(ROOT + "/" + path).find()).as(path).isFalse();
    }
  }

  @Test
  void theNetworkDoesNotBringSocketFilesOfTheHost() {
    String profile = SeatbeltArguments.of(List.of(), NetworkAccess.ON).get(2);

    assertThat(profile)
        .contains("(allow network-outbound (remote ip))")
        .doesNotContain("(allow network-outbound)");
  }

  @Test
  void aNameThatCouldBeReadAsCodeIsRefused() {
    assertThatThrownBy(() ->
            SeatbeltArguments.of(List.of(Path.of("/a\"))(allow default)")), NetworkAccess.OFF))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCannotBeEnforcedIsRefused() {
    SandboxPolicy proxied =
        new SandboxPolicy.ReadOnly(NetworkAccess.through(DomainRules.allowing("a.org")));
    Command command = Command.of(Path.of("/"), "true");

    assertThatThrownBy(() -> on("Linux").start(command, SandboxPolicy.readOnly()))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("not on Linux");
    assertThatThrownBy(() -> on("Mac OS X").require(SandboxPolicy.profile().build()))
        .isInstanceOf(SandboxUnavailableException.class);
    assertThatThrownBy(() -> on("Mac OS X").require(proxied))
        .isInstanceOf(SandboxUnavailableException.class);
    on("Mac OS X").require(SandboxPolicy.readOnly());
  }
}
