package dev.codex.internal.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.internal.json.JsonScanner;
import dev.codex.internal.json.RolloutLine;
import dev.codex.model.ModelInput;
import dev.codex.model.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RolloutWriterTest {

  /** {@code -DupdateGoldens} writes the file anew instead of comparing with it. */
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/codex/internal/rollout/session.jsonl");

  @Test
  void aWholeSessionLooksLikeThis() throws IOException {
    String written = String.join("\n", SampleSession.lines()) + "\n";

    if (System.getProperty("updateGoldens") != null) {
      Files.writeString(GOLDEN, written);
    }
    assertThat(written).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void linesAreNumberedFromWhereTheSessionWasLeft() {
    RolloutWriter writer = RolloutWriter.from(41);

    writer.rolledBack(Instant.EPOCH, 1);

    assertThat(new String(writer.rolledBack(Instant.EPOCH, 2), UTF_8))
        .isEqualTo(
            "{\"timestamp\":\"1970-01-01T00:00:00.000Z\",\"ordinal\":42,\"type\":\"event_msg\","
                + "\"payload\":{\"type\":\"thread_rolled_back\",\"num_turns\":2},"
                + "\"crc32c\":\"8e714c84\"}");
    assertThat(writer.nextOrdinal()).isEqualTo(43);
  }

  @Test
  void anItemOnSeveralLinesIsOneLine() throws JsonScanner.Malformed {
    byte[] line =
        RolloutWriter.from(0).item(Instant.EPOCH, "{\r\n \"type\":\n\"x\"}".getBytes(UTF_8));

    assertThat(new String(line, UTF_8)).doesNotContain("\n").contains("{   \"type\": \"x\"}");
    assertThat(RolloutLine.parse(line).isIntact()).isTrue();
  }

  @Test
  void timesHaveThreeDigitsAndUsageIsWhole() {
    byte[] line = RolloutWriter.from(0)
        .tokenCount(
            Instant.parse("2026-01-02T03:04:05Z"),
            Usage.builder()
                .inputTokens(5)
                .cachedInputTokens(4)
                .cacheWriteInputTokens(3)
                .outputTokens(2)
                .reasoningOutputTokens(1)
                .build(),
            Usage.of(1, 1),
            OptionalLong.empty());

    assertThat(new String(line, UTF_8))
        .startsWith(
            "{\"timestamp\":\"2026-01-02T03:04:05.000Z\",\"ordinal\":0,\"type\":\"event_msg\","
                + "\"payload\":{\"type\":\"token_count\",\"info\":{\"total_token_usage\":{"
                + "\"input_tokens\":5,\"cached_input_tokens\":4,\"cache_write_input_tokens\":3,"
                + "\"output_tokens\":2,\"reasoning_output_tokens\":1,\"total_tokens\":7},"
                + "\"last_token_usage\":{\"input_tokens\":1,\"cached_input_tokens\":0,"
                + "\"cache_write_input_tokens\":0,\"output_tokens\":1,"
                + "\"reasoning_output_tokens\":0,\"total_tokens\":2},"
                + "\"model_context_window\":null},\"rate_limits\":null},\"crc32c\":\"");
  }

  @Test
  void aCompactionKeepsTheItemsThatReplaceTheOthers() {
    byte[] line = RolloutWriter.from(0)
        .compacted(
            Instant.EPOCH,
            "short",
            ModelInput.empty()
                .plusJson("{\"type\":\"a\"}".getBytes(UTF_8))
                .plusJson("{\"type\":\"b\"}".getBytes(UTF_8)));

    assertThat(new String(line, UTF_8))
        .contains("\"payload\":{\"message\":\"short\",\"replacement_history\":"
            + "[{\"type\":\"a\"},{\"type\":\"b\"}]},");
  }
}
