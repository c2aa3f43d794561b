package dev.codex.sandbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.error.ConfigException;
import dev.codex.internal.schema.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rules files of our own with what {@code codex execpolicy check} 0.169 answered for {@code x}. */
class StarlarkAgainstCodexTest {

  /** Refused here on purpose: 100 MB of text, bytes, and new values for None and True. */
  private static final List<String> KNOWN =
      List.of("\"a\" * 100000000", "b\"abc\"", "None = 3", "True = 3");

  private record Case(String rules, int exit, String json) {}

  @Test
  void answersAreThoseOfCodex() throws IOException {
    Map<String, String> different = new TreeMap<>();
    int compared = 0;
    for (Case recorded : cases()) {
      if (KNOWN.stream().anyMatch(recorded.rules()::contains)) {
        continue;
      }
      compared++;
      String ours = answer(recorded.rules());
      String theirs = recorded.exit() == 0 ? canonical(recorded.json()) : "refused";
      if (!ours.equals(theirs)) {
        different.put(recorded.rules(), "ours: " + ours + " codex: " + theirs);
      }
    }

    assertThat(different).isEmpty();
    assertThat(compared).isGreaterThan(400);
  }

  private static String answer(String rules) {
    try {
      return canonical(RulesFiles.parse("x.rules", rules).check(List.of("x")).json());
    } catch (ConfigException e) {
      assertThat(e).hasMessageMatching("(?s)The rules file x\\.rules:\\d+:\\d+ has a mistake: .*");
      return "refused";
    }
  }

  /** Both print the same members; only the order of two of them differs. */
  private static String canonical(String json) {
    char[] letters = json.replaceAll("\\s", "").toCharArray();
    java.util.Arrays.sort(letters);
    return new String(letters);
  }

  private static List<Case> cases() throws IOException {
    RecordReader<Case> reader = RecordReader.of(Case.class);
    try (InputStream in =
        StarlarkAgainstCodexTest.class.getResourceAsStream("starlark-codex-0.169.jsonl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(reader::read)
          .toList();
    }
  }
}
