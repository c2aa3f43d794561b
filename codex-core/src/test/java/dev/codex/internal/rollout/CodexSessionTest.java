package dev.codex.internal.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codex.model.ModelInput;
import dev.codex.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Sessions that cross over, as recorded with Codex 0.169. Its files are checked against the request
 * that it made itself when it went on with them, and its request against what we would have sent.
 * Texts of its own are scrubbed.
 */
class CodexSessionTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final RecordedSettings SETTINGS =
      new RecordedSettings("gpt-5.5", "\"never\"", "{\"type\":\"danger-full-access\"}");
  private static final String ID = "01a210b9-0000-7000-8000-000000000001";

  @Test
  void aSessionOfCodexWithToolsAndAnInterruptionHasTheHistoryThatCodexSends() throws IOException {
    Rollout rollout = read("codex-0.169-tools.jsonl");

    assertThat(items(rollout.history())).isEqualTo(history("codex-0.169-tools-resumed.json"));
    assertThat(withoutHistory(rollout))
        .isEqualTo(new Rollout(
            Optional.of(ID),
            Optional.of(Path.of("/home/ada/shop")),
            Optional.of(Instant.parse("2026-11-25T09:35:22.564Z")),
            Optional.of("Scrubbed."),
            ModelInput.empty(),
            Usage.builder()
                .inputTokens(300)
                .cachedInputTokens(30)
                .outputTokens(60)
                .reasoningOutputTokens(15)
                .build(),
            44,
            true,
            Optional.of(SETTINGS),
            Optional.empty(),
            List.of(),
            List.of()));
  }

  @Test
  void aSessionThatCodexCompactedHasTheHistoryThatCodexSends() throws IOException {
    Rollout rollout = read("codex-0.169-compacted.jsonl");

    assertThat(items(rollout.history())).isEqualTo(history("codex-0.169-compacted-resumed.json"));
    assertThat(withoutHistory(rollout))
        .isEqualTo(new Rollout(
            Optional.of(ID),
            Optional.of(Path.of("/home/ada/shop")),
            Optional.of(Instant.parse("2026-11-25T09:35:26.428Z")),
            Optional.of("Scrubbed."),
            ModelInput.empty(),
            Usage.builder()
                .inputTokens(200_200)
                .cachedInputTokens(30)
                .outputTokens(60)
                .reasoningOutputTokens(15)
                .build(),
            33,
            true,
            Optional.of(SETTINGS),
            Optional.empty(),
            List.of(),
            List.of()));
  }

  @Test
  void codexSendsTheWholeHistoryOfASessionOfOurs() throws IOException {
    List<JsonNode> ours = items(SampleSession.history());

    List<JsonNode> sent = array("session-resumed-by-codex-0.169.json");

    assertThat(sent.subList(0, ours.size())).isEqualTo(ours);
    assertThat(sent.subList(ours.size(), sent.size()))
        .extracting(item -> item.path("content").path(0).path("text").asText())
        .containsExactly(
            "<skills_instructions>\nScrubbed.\n</skills_instructions>",
            "<environment_context>\nScrubbed.\n</environment_context>",
            "<tools>\nScrubbed.\n</tools>",
            "again");
  }

  private static Rollout read(String name) throws IOException {
    List<byte[]> lines = text(name).lines().map(line -> line.getBytes(UTF_8)).toList();
    return RolloutReader.read(new LinesLog(lines));
  }

  /** What Codex sent, between its instructions and the prompt of the turn that sent it. */
  private static List<JsonNode> history(String name) throws IOException {
    List<JsonNode> sent = array(name);
    return sent.subList(1, sent.size() - 1);
  }

  private static List<JsonNode> array(String name) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    MAPPER.readTree(text(name)).forEach(items::add);
    return items;
  }

  private static List<JsonNode> items(ModelInput input) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      items.add(MAPPER.readTree(input.json(i)));
    }
    return items;
  }

  private static Rollout withoutHistory(Rollout rollout) {
    return new Rollout(
        rollout.id(),
        rollout.workingDirectory(),
        rollout.createdAt(),
        rollout.instructions(),
        ModelInput.empty(),
        rollout.usage(),
        rollout.nextOrdinal(),
        rollout.hasContext(),
        rollout.settings(),
        rollout.openTurn(),
        rollout.notes(),
        rollout.pending());
  }

  private static String text(String name) throws IOException {
    try (InputStream in = CodexSessionTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }
}
