package dev.codex.examples.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCheckCommandTest {

  @TempDir
  Path work;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void writeRules() throws IOException {
    Files.writeString(work.resolve("a.rules"), """
        prefix_rule(pattern=["git", "status"])
        prefix_rule(pattern=["git", "push"], decision="prompt", justification="others see it")
        host_executable(name="git", paths=["/usr/bin/git"])
        """);
    Files.writeString(
        work.resolve("b.rules"), "prefix_rule(pattern=[\"git\"], decision=\"forbidden\")\n");
  }

  private int run(String... words) {
    return PolicyCheckCommand.in(work).run(List.of(words), stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  @Test
  void whatMatchesIsPrintedAsJson() {
    int exit = run("check", "--rules", "a.rules", "--", "git", "push", "origin");

    assertThat(exit).isZero();
    assertThat(out)
        .hasToString(
            "{\"matchedRules\":[{\"prefixRuleMatch\":{\"matchedPrefix\":[\"git\",\"push\"],"
                + "\"decision\":\"prompt\",\"justification\":\"others see it\"}}],"
                + "\"decision\":\"prompt\"}\n");
    assertThat(err).hasToString("");
  }

  @Test
  void theStrictestRuleOfAllFilesWins() {
    assertThat(run("check", "-r", "a.rules", "--rules=b.rules", "git", "status"))
        .isZero();
    assertThat(out.toString()).endsWith("\"decision\":\"forbidden\"}\n");
  }

  @Test
  void nothingThatMatchesIsNoError() {
    assertThat(run("check", "--rules", "a.rules", "ls", "-l")).isZero();
    assertThat(out).hasToString("{\"matchedRules\":[]}\n");
  }

  @Test
  void aPathStandsForItsNameOnlyWhenThatIsWanted() {
    assertThat(run("check", "--rules", "a.rules", "/usr/bin/git", "status")).isZero();
    assertThat(out).hasToString("{\"matchedRules\":[]}\n");
    out.reset();

    assertThat(run(
            "check", "--rules", "a.rules", "--resolve-host-executables", "/usr/bin/git", "status"))
        .isZero();
    assertThat(out.toString()).contains("\"decision\":\"allow\"");
    out.reset();

    run("check", "--rules", "a.rules", "--resolve-host-executables", "/tmp/git", "status");
    assertThat(out).hasToString("{\"matchedRules\":[]}\n");
  }

  @Test
  void prettyMeansForPeople() {
    assertThat(run("check", "--pretty", "--rules", "a.rules", "git", "status")).isZero();
    assertThat(out.toString().lines().count()).isGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          show                             | execpolicy knows only 'check'
          check ls                         | no --rules FILE is given
          check --rules a.rules            | no command is given
          check --rules a.rules --         | no command is given
          check --rules                    | --rules wants a file
          check --what --rules a.rules ls  | there is no option --what
          """)
  void whatIsNotUnderstoodIsSaidWithTheUsage(String words, String message) {
    assertThat(run(words.split(" "))).isEqualTo(2);

    assertThat(err.toString()).startsWith("error: " + message).contains("Usage: codex execpolicy");
    assertThat(out).hasToString("");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThat(run("check", "--rules", "c.rules", "ls")).isOne();

    assertThat(err)
        .hasToString("Error: The rules file " + work.resolve("c.rules") + " does not exist.\n");
  }

  @Test
  void aMistakeInAFileIsNamedWithItsPlace() throws IOException {
    Files.writeString(work.resolve("c.rules"), "x = 1\n\nprefix_rule(patern=[\"ls\"])\n");

    assertThat(run("check", "--rules", "c.rules", "ls")).isOne();

    assertThat(err.toString())
        .startsWith("Error: The rules file " + work.resolve("c.rules") + ":3:1 has a mistake: ")
        .contains("patern");
    assertThat(out).hasToString("");
  }

  @Test
  void anExampleThatDoesNotHoldIsAMistake() throws IOException {
    Files.writeString(
        work.resolve("c.rules"), "prefix_rule(pattern=[\"ls\"], match=[\"cat x\"])\n");

    assertThat(run("check", "--rules", "c.rules", "ls")).isOne();
    assertThat(err.toString()).contains("c.rules:1:1").contains("cat");
  }
}
