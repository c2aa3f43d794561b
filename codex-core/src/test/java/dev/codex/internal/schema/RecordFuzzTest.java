package dev.codex.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.codex.error.ToolException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** Damaged JSON is either still good or a ToolException of modest length, never anything else. */
class RecordFuzzTest {

  private static final long SEED = 20_261_125L;
  private static final int ROUNDS = 400;
  private static final List<String> PIECES = List.of(
      "{",
      "}",
      "[",
      "]",
      "\"",
      ":",
      ",",
      "null",
      "true",
      "-",
      "0",
      "1e999",
      "9".repeat(40),
      "\\",
      "\\u00",
      "\ud800",
      "\u0000",
      "{\"a\":1}",
      "\n",
      "/*",
      "NaN",
      "1.5",
      "\"x\"");

  @Test
  void damagedJsonEndsInAToolExceptionOrAValue() throws Exception {
    Random random = new Random(SEED);
    int refused = 0;
    for (Arguments value : RecordRoundTripTest.values().toList()) {
      Object good = value.get()[0];
      RecordReader<?> reader = RecordReader.of(good.getClass());
      SchemaCheck check = SchemaCheck.of(RecordSchema.of(good.getClass()).json());
      String json = JsonWriter.toJson(good);
      for (int round = 0; round < ROUNDS; round++) {
        String damaged = damage(json, random);
        assertThat(check.problems(damaged)).hasSizeLessThanOrEqualTo(5);
        refused += isRefused(reader, damaged) ? 1 : 0;
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS);
  }

  private static boolean isRefused(RecordReader<?> reader, String json) {
    try {
      assertThat(reader.read(json)).isNotNull();
      return false;
    } catch (ToolException e) {
      assertThat(e.getMessage()).startsWith("failed to parse function arguments: ");
      assertThat(e.getMessage().length()).isLessThan(3_000);
      return true;
    } catch (RuntimeException e) {
      return fail("seed " + SEED + ": " + json, e);
    }
  }

  private static String damage(String json, Random random) {
    StringBuilder text = new StringBuilder(json);
    for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
      int start = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), start + random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> text.setLength(start);
        case 1 -> text.delete(start, end);
        case 2 -> text.insert(start, text.substring(start, end));
        default -> text.insert(start, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }
}
