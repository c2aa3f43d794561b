package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.examples.cli.ExecOptions.Resume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExecArgumentsTest {

  @TempDir
  Path temp;

  @Test
  void theTypeScriptSdksCommandLineIsUnderstood() {
    assertThat(parse(
            "--experimental-json",
            "--config",
            "a.b=\"c d\"",
            "--model",
            "gpt-5.5",
            "--sandbox",
            "workspace-write",
            "--cd",
            "/w",
            "--add-dir",
            "/x",
            "--skip-git-repo-check",
            "--output-schema",
            "/s.json",
            "resume",
            "0199",
            "--image",
            "/a.png",
            "--image",
            "/b.png"))
        .isEqualTo(ExecOptions.builder()
            .isJson(true)
            .addOverrides("a.b=\"c d\"")
            .model("gpt-5.5")
            .sandboxMode("workspace-write")
            .workingDirectory(Path.of("/w"))
            .addWritableFolders(Path.of("/x"))
            .skipsRepositoryCheck(true)
            .outputSchema(Path.of("/s.json"))
            .resume(new Resume.Id("0199"))
            .addImages(Path.of("/a.png"), Path.of("/b.png"))
            .build());
  }

  @Test
  void shortOptionsTakeTheirValueInThreeSpellings() {
    ExecOptions expected = ExecOptions.builder().model("m").prompt("go").build();

    assertThat(parse("-m", "m", "go")).isEqualTo(expected);
    assertThat(parse("-mm", "go")).isEqualTo(expected);
    assertThat(parse("go", "-m=m")).isEqualTo(expected);
    assertThat(parse("--model=m", "go")).isEqualTo(expected);
  }

  @Test
  void everythingAfterTwoHyphensIsThePrompt() {
    assertThat(parse("-i", "nope.png", "--", "--json"))
        .isEqualTo(ExecOptions.builder()
            .addImages(Path.of("nope.png"))
            .prompt("--json")
            .build());
  }

  @Test
  void aWordBehindAnImageIsAnImageOnlyIfItIsAFile() throws IOException {
    Path a = Files.createFile(temp.resolve("a.png"));
    Path b = Files.createFile(temp.resolve("b.png"));

    assertThat(parse("-i", a.toString(), b.toString(), "what is this?"))
        .isEqualTo(ExecOptions.builder().addImages(a, b).prompt("what is this?").build());
    assertThat(parse("-i", a + "," + b, "what?"))
        .isEqualTo(ExecOptions.builder().addImages(a, b).prompt("what?").build());
  }

  @Test
  void resumingTheLastSessionTakesOnlyAPrompt() {
    assertThat(parse("resume", "--last", "second"))
        .isEqualTo(ExecOptions.builder()
            .resume(new Resume.Last(Resume.Scope.THIS_FOLDER))
            .prompt("second")
            .build());
    assertThat(parse("resume", "--all", "--last"))
        .isEqualTo(ExecOptions.builder()
            .resume(new Resume.Last(Resume.Scope.EVERYWHERE))
            .build());
  }

  @Test
  void theDangerousWaySaysWhatItDoesUnderEitherName() {
    ExecOptions expected = ExecOptions.builder()
        .sandboxMode("danger-full-access")
        .skipsRepositoryCheck(true)
        .build();

    assertThat(parse("--yolo")).isEqualTo(expected);
    assertThat(parse("--dangerously-bypass-approvals-and-sandbox")).isEqualTo(expected);
  }

  @Test
  void featuresAndProvidersAreOverrides() {
    assertThat(parse("--enable", "a", "--disable", "b", "--oss", "--local-provider", "lmstudio"))
        .isEqualTo(ExecOptions.builder()
            .addOverrides("features.a=true", "features.b=false", "model_provider=\"lmstudio\"")
            .build());
  }

  @Test
  void optionsInFrontOfTheCommandAreItsOptions() {
    assertThat(ExecArguments.commandFirst(
            List.of("-a", "never", "-c", "a=1", "--json", "exec", "-m", "m", "go")))
        .containsExactly("exec", "-c", "a=1", "--json", "-m", "m", "go");
    assertThat(ExecArguments.commandFirst(List.of("-c", "a=1"))).containsExactly("-c", "a=1");
    assertThat(ExecArguments.commandFirst(List.of("--ask-for-approval=never", "e", "-")))
        .containsExactly("e", "-");
  }

  @Test
  void aHyphenIsAPrompt() {
    assertThat(parse("-")).isEqualTo(ExecOptions.builder().prompt("-").build());
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    assertUsage("unexpected argument '--nope'.", "--nope");
    assertUsage("the option '-m' needs a value.", "-m");
    assertUsage("the option '--model' is given twice.", "-m", "a", "--model", "b");
    assertUsage("the option '--json' is given twice.", "--json", "--json");
    assertUsage("invalid value 'blue' for '--color'; use always, never or auto.", "--color=blue");
    assertUsage("the option '--json' takes no value.", "--json=1");
    assertUsage("'exec resume' needs a session id or --last.", "resume");
    assertUsage("unexpected argument 'b'. Put the prompt between quotes.", "a", "b");
    assertUsage("'exec review' is not part of this version.", "review");
    assertUsage(
        "invalid value 'open' for '--sandbox'; use read-only, workspace-write or"
            + " danger-full-access.",
        "-s",
        "open");
  }

  @ParameterizedTest
  @MethodSource("everyOtherOption")
  void anOptionSetsWhatItIsNamedAfterAndNothingElse(
      String words, UnaryOperator<ExecOptions.Builder> set) {
    assertThat(parse((words + " go").split(" ")))
        .isEqualTo(set.apply(ExecOptions.builder().prompt("go")).build());
  }

  static Stream<Arguments> everyOtherOption() {
    return Stream.of(
        option("-p fast", options -> options.profile("fast")),
        option("--profile fast", options -> options.profile("fast")),
        option("-C /w", options -> options.workingDirectory(Path.of("/w"))),
        option("-s read-only", options -> options.sandboxMode("read-only")),
        option("-o a.txt", options -> options.lastMessageFile(Path.of("a.txt"))),
        option("--output-last-message=a", options -> options.lastMessageFile(Path.of("a"))),
        option("--environment build", options -> options.environment("build")),
        option("-c a=1 -c b=2", options -> options.addOverrides("a=1", "b=2")),
        option("--json", options -> options.isJson(true)),
        option("--ephemeral", options -> options.isEphemeral(true)),
        option("--ignore-user-config", options -> options.ignoresUserConfig(true)),
        option("--ignore-rules", options -> options.ignoresRules(true)),
        option("--strict-config", options -> options.isStrict(true)),
        option("--dangerously-bypass-hook-trust", options -> options.trustsHooks(true)),
        option("--skip-git-repo-check", options -> options.skipsRepositoryCheck(true)),
        option("--oss", options -> options.addOverrides("model_provider=\"ollama\"")),
        option("--local-provider lmstudio", options -> options),
        option("--color never", options -> options),
        option("--thread-source user", options -> options),
        option("--cyber-access-program none", options -> options));
  }

  private static Arguments option(String words, UnaryOperator<ExecOptions.Builder> set) {
    return Arguments.of(words, set);
  }

  private static ExecOptions parse(String... arguments) {
    return ExecArguments.parse(List.of(arguments));
  }

  private static void assertUsage(String message, String... arguments) {
    assertThatThrownBy(() -> parse(arguments))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
