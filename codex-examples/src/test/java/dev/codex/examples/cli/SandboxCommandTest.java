package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codex.sandbox.PlatformSandbox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code codex sandbox} and {@code codex probe} with real commands. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of Unix")
@Timeout(120)
class SandboxCommandTest {

  @TempDir
  Path work;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String input = "";

  @BeforeEach
  void resolve() throws IOException {
    work = work.toRealPath();
  }

  private int run(String... words) {
    Surroundings surroundings = new Surroundings(
        Map.of("PATH", "/usr/bin:/bin", "API_TOKEN", "secret-token"),
        work,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        StandardInput.Kind.PIPE,
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8));
    int exit = new CodexMain(surroundings).run(List.of(words));
    surroundings.err().flush();
    return exit;
  }

  private int sandbox(String mode, String script) {
    return run("sandbox", "-s", mode, "--", "sh", "-c", script);
  }

  private static void assumeConfinement() {
    assumeTrue(PlatformSandbox.probe().isConfining(), "nothing confines commands on this machine");
  }

  @Test
  void theExitCodeAndTheOutputAreThoseOfTheCommand() {
    assertThat(sandbox("danger-full-access", "echo out; echo problem >&2; exit 7"))
        .isEqualTo(7);

    assertThat(out.toString().lines()).containsExactlyInAnyOrder("out", "problem");
    assertThat(err).hasToString("");
  }

  @Test
  void theInputIsThatOfTheCommand() {
    input = "one\ntwo\n";

    assertThat(sandbox("danger-full-access", "cat")).isZero();
    assertThat(out).hasToString(input);
  }

  @Test
  void secretsOfTheEnvironmentStayOutside() {
    assertThat(sandbox("danger-full-access", "env")).isZero();
    assertThat(out.toString()).contains("PATH=").doesNotContain("secret-token");
  }

  @Test
  void aWriteThatIsDeniedIsSaidByTheCommandAndDoesNotHappen() {
    assumeConfinement();

    assertThat(sandbox("read-only", "echo x > file")).isNotZero();

    assertThat(out.toString()).containsAnyOf("Read-only file system", "Permission denied");
    assertThat(work.resolve("file")).doesNotExist();
  }

  @Test
  void aWorkspaceIsWrittenAndItsCodexFolderIsNot() throws IOException {
    assumeConfinement();
    Files.createDirectory(work.resolve(".codex"));

    assertThat(sandbox("workspace-write", "echo x > file && echo x > .codex/config.toml"))
        .isNotZero();

    assertThat(work.resolve("file")).hasContent("x");
    assertThat(work.resolve(".codex/config.toml")).doesNotExist();
  }

  @Test
  void aFolderThatIsAddedIsWrittenToo() throws IOException {
    assumeConfinement();
    Path inner = Files.createDirectories(work.resolve("inner"));
    Files.createDirectories(work.resolve("other"));

    assertThat(run(
            "sandbox",
            "-s",
            "workspace-write",
            "--temp",
            "private",
            "-C",
            inner.toString(),
            "--add-dir",
            "../other",
            "--",
            "sh",
            "-c",
            "echo x > ../other/file"))
        .isZero();
    assertThat(work.resolve("other/file")).hasContent("x");
  }

  @Test
  void aProgramThatIsMissingIsNamed() {
    assertThat(run("sandbox", "-s", "danger-full-access", "no-such-program")).isOne();
    assertThat(err.toString()).startsWith("error: ");
  }

  @Test
  void rulesWithAMistakeStartNothing() throws IOException {
    Files.writeString(work.resolve("a.rules"), "network_rule(host='x')");

    assertThat(run("sandbox", "--rules", "a.rules", "sh", "-c", "echo started")).isOne();

    assertThat(err.toString()).contains("a.rules:1:1");
    assertThat(out).hasToString("");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          sandbox                       | sandbox needs a command
          sandbox --                    | sandbox needs a command
          sandbox --what x ls           | sandbox has no option '--what'
          sandbox -s                    | -s needs a value
          sandbox -s open ls            | there is no sandbox mode 'open'
          sandbox --network maybe ls    | --network cannot be 'maybe'
          sandbox --temp nowhere ls     | --temp cannot be 'nowhere'
          dance                         | there is no command 'dance'
          """)
  void whatIsNotUnderstoodIsSaidWithTheUsage(String words, String message) {
    assertThat(run(words.split(" "))).isEqualTo(2);

    assertThat(err.toString()).startsWith("error: " + message).contains("Usage: codex exec");
    assertThat(out).hasToString("");
  }

  @Test
  void theProbeSaysOfEveryGuaranteeWhetherItIsKept() {
    int exit = run("probe");

    List<String> lines = new ArrayList<>(out.toString().lines().toList());
    assertThat(lines).hasSizeGreaterThan(5);
    assertThat(out.toString()).containsPattern("(?i)enforced");
    assertThat(exit).isEqualTo(PlatformSandbox.probe().isConfining() ? 0 : 1);
  }
}
