package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments, input, output and exit codes as the TypeScript SDK of Codex has them. */
class TypeScriptSdkContractTest {

  private static final Pattern THREAD = Pattern.compile("\"thread_id\":\"([0-9a-f-]{36})\"");
  private static final byte[] PNG = Base64.getDecoder()
      .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
          + "AABJRU5ErkJggg==");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir
  private Path folder;

  private Path work;

  @BeforeEach
  void makeFolders() throws IOException {
    work = Files.createDirectories(folder.resolve("work")).toRealPath();
    Files.createDirectories(folder.resolve("home"));
  }

  @Test
  void runsATurnWithThePromptFromStandardInput() {
    try (RecordingServer server = RecordingServer.saying("hello")) {
      assertThat(run(server, "hi", List.of())).isZero();

      String id = threadId();
      assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
          {"type":"thread.started","thread_id":"%s"}
          {"type":"turn.started"}
          {"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"hello"}}
          {"type":"turn.completed","usage":{"input_tokens":10,"cached_input_tokens":4,\
          "cache_write_input_tokens":0,"output_tokens":3,"reasoning_output_tokens":1}}
          """.formatted(id));
      assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
      assertThat(server.header(0, "Authorization")).isEqualTo("Bearer sk-test");
      assertThat(server.header(0, "Originator")).isEqualTo("codex_sdk_ts");
      assertThat(lastContent(server, 0)).isEqualTo(json("""
          [{"type":"input_text","text":"hi"}]"""));
    }
  }

  @Test
  void passesThreadOptionsAndOverridesOn() throws IOException {
    Path schema = Files.writeString(folder.resolve("schema.json"), """
        {"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],\
        "additionalProperties":false}""");
    try (RecordingServer server = RecordingServer.saying("{\"a\":1}")) {
      int code = run(
          server,
          "hi",
          List.of(
              "--thread-source",
              "user",
              "--sandbox",
              "workspace-write",
              "--add-dir",
              folder.toString(),
              "--output-schema",
              schema.toString(),
              "--cyber-access-program",
              "none",
              "--config",
              "model_reasoning_effort=\"high\"",
              "--config",
              "sandbox_workspace_write.network_access=true",
              "--config",
              "web_search=\"disabled\"",
              "--config",
              "approval_policy=\"never\""));

      assertThat(code).isZero();
      JsonNode body = server.body(0);
      assertThat(body.path("model").asText()).isEqualTo("gpt-5.5");
      assertThat(body.path("reasoning").path("effort").asText()).isEqualTo("high");
      assertThat(body.path("text").path("format").path("schema"))
          .isEqualTo(json(Files.readString(schema)));
    }
  }

  @Test
  void resumesAThreadWithImages() throws IOException {
    Path image = Files.write(folder.resolve("a.png"), PNG);
    try (RecordingServer server = RecordingServer.saying("one", "two")) {
      assertThat(run(server, "first", List.of())).isZero();
      String id = threadId();
      out.reset();

      assertThat(run(server, "second", List.of("resume", id, "--image", image.toString())))
          .isZero();

      assertThat(threadId()).isEqualTo(id);
      assertThat(server.body(1).path("input").toString()).contains("\"first\"", "\"one\"");
      assertThat(lastContent(server, 1).toString())
          .contains("\"text\":\"second\"", "data:image/png;base64,");
    }
  }

  @Test
  void aRefusedRequestEndsWithTurnFailedAndOne() {
    try (RecordingServer server = RecordingServer.saying()) {
      assertThat(run(server, "hi", List.of())).isOne();

      assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(2))
          .hasSize(2)
          .satisfies(lines -> assertThat(lines.get(0))
              .startsWith("{\"type\":\"error\",\"message\":")
              .contains("nothing left to say"))
          .satisfies(lines -> assertThat(lines.get(1))
              .startsWith("{\"type\":\"turn.failed\",\"error\":{\"message\":")
              .contains("nothing left to say"));
    }
  }

  private int run(RecordingServer server, String input, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of(
        "exec",
        "--experimental-json",
        "--config",
        "openai_base_url=\"" + server.baseUrl() + "\"",
        "--model",
        "gpt-5.5",
        "--cd",
        work.toString(),
        "--skip-git-repo-check"));
    arguments.addAll(more);
    Surroundings surroundings = new Surroundings(
        Map.of(
            "CODEX_HOME",
            folder.resolve("home").toString(),
            "CODEX_API_KEY",
            "sk-test",
            "CODEX_INTERNAL_ORIGINATOR_OVERRIDE",
            "codex_sdk_ts"),
        folder,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        StandardInput.Kind.PIPE,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
    return new CodexMain(surroundings).run(arguments);
  }

  private String threadId() {
    Matcher id = THREAD.matcher(out.toString(StandardCharsets.UTF_8));
    assertThat(id.find()).isTrue();
    return id.group(1);
  }

  private static JsonNode lastContent(RecordingServer server, int request) {
    JsonNode input = server.body(request).path("input");
    return input.path(input.size() - 1).path("content");
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
