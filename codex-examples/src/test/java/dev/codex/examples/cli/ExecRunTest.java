package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of {@code codex exec}, with all that they print, send and leave behind. */
class ExecRunTest {

  private static final String USAGE = "\"usage\":{\"input_tokens\":%d,\"cached_input_tokens\":%d,"
      + "\"cache_write_input_tokens\":0,\"output_tokens\":%d,\"reasoning_output_tokens\":%d}";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir
  private Path folder;

  private Path home;
  private Path work;

  @BeforeEach
  void makeFolders() throws IOException {
    home = Files.createDirectories(folder.resolve("home")).toRealPath();
    work = Files.createDirectories(folder.resolve("work")).toRealPath();
  }

  @Test
  void aRepositoryIsWorkedOnAndEveryStepIsALine() throws Exception {
    run(new ProcessBuilder("git", "init", "-q", work.toString()));
    Files.writeString(work.resolve("a.txt"), "one\n");
    try (RecordingServer server = RecordingServer.sending(
        RecordingServer.call("exec_command", Map.of("cmd", "cat a.txt", "login", false)),
        RecordingServer.patch("*** Begin Patch\n*** Update File: a.txt\n@@\n-one\n+two\n"
            + "*** Add File: b/c.txt\n+new\n*** End Patch"),
        RecordingServer.message("done"))) {

      int code =
          exec(server, "--json", "-C", work.toString(), "-s", "danger-full-access", "Make it two");

      assertThat(code).as(errors()).isZero();
      assertThat(work.resolve("a.txt")).hasContent("two");
      assertThat(work.resolve("b/c.txt")).hasContent("new");
      List<String> lines = output().lines().toList();
      assertThat(lines.get(0))
          .matches("\\{\"type\":\"thread.started\",\"thread_id\":\"[0-9a-f-]+\"}");
      assertThat(String.join("\n", lines.subList(1, lines.size()))).isEqualTo("""
          {"type":"turn.started"}
          {"type":"item.started","item":{"id":"item_0","type":"command_execution",%1$s\
          "aggregated_output":"","exit_code":null,"status":"in_progress"}}
          {"type":"item.completed","item":{"id":"item_0","type":"command_execution",%1$s\
          "aggregated_output":"one\\n","exit_code":0,"status":"completed"}}
          {"type":"item.started","item":{"id":"item_1","type":"file_change","changes":%2$s,\
          "status":"in_progress"}}
          {"type":"item.completed","item":{"id":"item_1","type":"file_change","changes":%2$s,\
          "status":"completed"}}
          {"type":"item.completed","item":{"id":"item_2","type":"agent_message","text":"done"}}
          {"type":"turn.completed",%3$s}""".formatted(
              "\"command\":\"/bin/bash -c 'cat a.txt'\",",
              "[{\"path\":\"" + work.resolve("a.txt") + "\",\"kind\":\"update\"},{\"path\":\""
                  + work.resolve("b/c.txt") + "\",\"kind\":\"add\"}]",
              USAGE.formatted(30, 12, 9, 3)));
    }
  }

  @Test
  void theLastMessageIsWrittenToTheFile() {
    Path file = folder.resolve("last.txt");
    try (RecordingServer server = RecordingServer.saying("the end")) {
      assertThat(exec(server, "--skip-git-repo-check", "-o", file.toString(), "Go"))
          .isZero();

      assertThat(file).hasContent("the end");
      assertThat(output()).isEqualTo("the end\n");
    }
  }

  @Test
  void aSessionIsKeptUnlessItIsEphemeral() throws IOException {
    try (RecordingServer server = RecordingServer.saying("one", "two")) {
      assertThat(exec(server, "--skip-git-repo-check", "--ephemeral", "Go")).isZero();
      assertThat(transcripts()).isEmpty();

      assertThat(exec(server, "--skip-git-repo-check", "Go")).isZero();
      assertThat(transcripts()).hasSize(1);
    }
  }

  @Test
  void theUsersConfigurationIsReadUnlessItIsIgnored() throws IOException {
    Files.writeString(home.resolve("config.toml"), "model = \"of-the-file\"\n");
    try (RecordingServer server = RecordingServer.saying("one", "two")) {
      assertThat(exec(server, "--skip-git-repo-check", "Go")).isZero();
      assertThat(exec(server, "--skip-git-repo-check", "--ignore-user-config", "Go"))
          .isZero();

      assertThat(server.body(0).path("model").asText()).isEqualTo("of-the-file");
      assertThat(server.body(1).path("model").asText()).isEqualTo(ModelFinder.DEFAULT_MODEL);
    }
  }

  @Test
  void aProfileLiesOverTheConfiguration() throws IOException {
    Files.writeString(home.resolve("config.toml"), "model = \"of-the-file\"\n");
    Files.writeString(home.resolve("fast.config.toml"), "model = \"of-the-profile\"\n");
    try (RecordingServer server = RecordingServer.saying("one")) {
      assertThat(exec(server, "--skip-git-repo-check", "-p", "fast", "Go")).isZero();

      assertThat(server.body(0).path("model").asText()).isEqualTo("of-the-profile");
    }
  }

  @Test
  void aKeyThatNobodyKnowsEndsAStrictRun() throws IOException {
    Files.writeString(home.resolve("config.toml"), "modle = \"x\"\n");
    try (RecordingServer server = RecordingServer.saying("one")) {
      assertThat(exec(server, "--skip-git-repo-check", "--strict-config", "Go")).isOne();

      assertThat(errors()).contains("modle");
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void aSlipOfTheHandEndsWithTwoAndTheUsage() {
    assertThat(codex(Map.of(), "exec", "--jsno", "Go")).isEqualTo(2);

    assertThat(errors()).startsWith("error: unexpected argument '--jsno'.\n\nUsage: codex exec");
    assertThat(output()).isEmpty();
  }

  @Test
  void helpIsForWhoAsksForIt() {
    for (String command : List.of("exec", "sandbox")) {
      out.reset();
      assertThat(codex(Map.of(), command, "--help")).isZero();
      assertThat(output()).startsWith("Usage: codex exec");
    }
    assertThat(errors()).isEmpty();
  }

  @Test
  void whereThereIsNoModelItIsSaidWhatWasLookedForAndTheDemoRuns() throws IOException {
    for (String port : List.of("11434", "1234")) {
      assumeThat(
              new LocalServer(Duration.ofSeconds(1)).firstModel("http://localhost:" + port + "/v1"))
          .as("no model server runs on this machine")
          .isEmpty();
    }

    int code = codex(Map.of(), "exec", "-C", work.toString(), "Make it two");

    assertThat(code).as(errors()).isZero();
    List<String> lines = errors().lines().toList();
    assertThat(lines.subList(0, 3))
        .containsExactly(
            "No model is set up: no -c model_provider or openai_base_url, none in "
                + home.resolve("config.toml")
                + ", and neither CODEX_API_KEY nor OPENAI_API_KEY is set.",
            "No model server answers on this machine: tried http://localhost:11434/v1,"
                + " http://localhost:1234/v1; CODEX_BASE_URL names another.",
            "So your prompt is left aside, and here is the offline demo: everything in it is real"
                + " but the model, a stand-in that follows a few fixed rules.");
    assertThat(lines.get(3)).startsWith("Demo: a Java project with a failing test in");
    assertThat(output() + errors()).contains("PASSED").contains("stand-in, not a language model");
    assertThat(work).isEmptyDirectory();
    delete(Path.of(lines.get(3).replaceAll(".* in the new folder (\\S+)\\. .*", "$1")));
  }

  @Test
  void behindTwoHyphensHelpIsAPromptLikeAnyOther() {
    try (RecordingServer server = RecordingServer.saying("no help")) {
      assertThat(exec(server, "--skip-git-repo-check", "--", "--help")).isZero();

      assertThat(output()).isEqualTo("no help\n");
      assertThat(server.body(0).path("input").toString()).contains("\"--help\"");
    }
  }

  private static void delete(Path demo) throws IOException {
    assertThat(demo.getFileName().toString()).startsWith("codex-demo-");
    try (Stream<Path> files = Files.walk(demo)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<Path> transcripts() throws IOException {
    Path sessions = home.resolve("sessions");
    if (!Files.exists(sessions)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(sessions)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private int exec(RecordingServer server, String... more) {
    List<String> words =
        new ArrayList<>(List.of("exec", "-c", "openai_base_url=\"" + server.baseUrl() + "\""));
    words.addAll(List.of(more));
    return codex(Map.of("CODEX_API_KEY", "sk-test"), words.toArray(String[]::new));
  }

  private int codex(Map<String, String> variables, String... words) {
    out.reset();
    err.reset();
    Map<String, String> all = new HashMap<>(variables);
    all.put("CODEX_HOME", home.toString());
    all.put("PATH", System.getenv("PATH"));
    Surroundings surroundings = new Surroundings(
        all,
        work,
        InputStream.nullInputStream(),
        StandardInput.Kind.PIPE,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
    return new CodexMain(surroundings).run(List.of(words));
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static void run(ProcessBuilder command) throws IOException, InterruptedException {
    assertThat(command.inheritIO().start().waitFor()).isZero();
  }
}
