package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.policy.DomainRules;
import dev.codex.policy.NetworkAccess;
import dev.codex.policy.SandboxPolicy;
import dev.codex.policy.SandboxPolicy.TempFolders;
import dev.codex.policy.SandboxPolicy.WorkspaceWrite;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxArgumentsTest {

  private static final Path HERE = Path.of("/srv/here");

  private static SandboxArguments parse(String words) {
    return SandboxArguments.parse(List.of(words.split(" ")), HERE);
  }

  @Test
  void aCommandAloneOnlyReads() {
    assertThat(parse("ls -l"))
        .isEqualTo(
            new SandboxArguments(HERE, SandboxPolicy.readOnly(), List.of(), List.of("ls", "-l")));
  }

  @Test
  void optionsMakeThePolicyInAnyOrder() {
    assertThat(
            parse("--add-dir ../x -s workspace-write --network on -C sub --temp private -- a -s"))
        .isEqualTo(new SandboxArguments(
            Path.of("/srv/here/sub"),
            new WorkspaceWrite(
                List.of(Path.of("/srv/here/sub"), Path.of("/srv/here/x")),
                NetworkAccess.ON,
                TempFolders.PRIVATE),
            List.of(),
            List.of("a", "-s")));
    assertThat(parse("-s danger-full-access a").policy())
        .isEqualTo(SandboxPolicy.dangerFullAccess());
  }

  @Test
  void domainsMeanTheProxy() {
    NetworkAccess expected =
        NetworkAccess.through(new DomainRules(List.of("**.a.org", "b.org"), List.of("c.a.org")));

    assertThat(parse("--allow-domain **.a.org --allow-domain b.org --deny-domain c.a.org x")
            .policy())
        .isEqualTo(new SandboxPolicy.ReadOnly(expected));
    assertThat(parse("--network proxy x").policy().network())
        .isEqualTo(NetworkAccess.through(DomainRules.allowing()));
    assertThatThrownBy(() -> parse("--network on --allow-domain a.org x"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--network proxy");
    assertThatThrownBy(() -> parse("--allow-domain https://a.org x"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is not one");
  }

  @Test
  void rulesMeanTheProxyAndLieWhereTheCommandRuns() {
    SandboxArguments arguments = parse("--rules a.rules -C sub --rules /b.rules x");

    assertThat(arguments.rules())
        .containsExactly(Path.of("/srv/here/sub/a.rules"), Path.of("/b.rules"));
    assertThat(arguments.policy().network())
        .isEqualTo(NetworkAccess.through(DomainRules.allowing()));
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    for (String words : List.of(
        "-s read-only", "-s nothing a", "--network maybe a", "--what x a", "--network", "--")) {
      assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class);
    }
  }
}
