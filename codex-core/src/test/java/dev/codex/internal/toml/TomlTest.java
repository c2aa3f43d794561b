package dev.codex.internal.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TomlTest {

  @Test
  void aDocumentBecomesMapsInItsOwnOrder() throws TomlException {
    String text = """
        # a comment
        model = "gpt-5.5"   # another
        "quoted key" = 'C:\\Users'
        numbers = [
          1, -2_000, 0xFF, 0o17, 0b11,
          3.5, 1e3, # the last comma may stay
        ]
        nested.deep.value = true

        [model_providers.local]
        headers = { Accept = "text", "x.y" = "z", in.ner = {} }

        [[rules]]
        name = "one"
        [rules.more]
        at = 2026-11-26 07:32:00Z
        [[rules]]
        name = "two"
        """;

    Map<String, Object> values = Toml.parse(text);

    Map<String, Object> headers = new LinkedHashMap<>();
    headers.put("Accept", "text");
    headers.put("x.y", "z");
    headers.put("in", Map.of("ner", Map.of()));
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("model", "gpt-5.5");
    expected.put("quoted key", "C:\\Users");
    expected.put("numbers", List.of(1L, -2000L, 255L, 15L, 3L, 3.5, 1000.0));
    expected.put("nested", Map.of("deep", Map.of("value", true)));
    expected.put("model_providers", Map.of("local", Map.of("headers", headers)));
    expected.put(
        "rules",
        List.of(
            Map.of("name", "one", "more", Map.of("at", "2026-11-26 07:32:00Z")),
            Map.of("name", "two")));
    assertThat(values).isEqualTo(expected);
    assertThat(values.keySet()).containsExactlyElementsOf(expected.keySet());
  }

  @Test
  void textsOverLinesLoseTheirFirstLineEndAndFoldAtBackslashes() throws TomlException {
    String text = "a = \"\"\"\r\none\\u00e9\n two \\  \n\n   three\"\"\"\"\"\nb = '''\n\\n ''x'''";

    assertThat(Toml.parse(text)).isEqualTo(Map.of("a", "oneé\n two three\"\"", "b", "\\n ''x"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      a = 1;b = = 2               | 2 | 5 | expected a value and not '='
      a = plain                   | 1 | 5 | 'plain' is no value; text stands in quotes
      a = "open                   | 1 | 5 | the text that begins here has no closing "
      a = 1;a = 2                 | 2 | 1 | 'a' is there already; keep one of the two
      a = 1 b = 2                 | 1 | 7 | expected the end of the line and not 'b'
      a                           | 1 | 2 | expected = after the key and not the end of the text
      [a];b = 1;[a]               | 3 | 2 | 'a' is there already; write its keys in one place
      a = {b = 1};a.c = 2         | 2 | 1 | 'a' is there already; write its keys in one place
      a = [1];[[a]]               | 2 | 3 | 'a' is there already and is no list of tables
      a = 1;[a.b]                 | 2 | 2 | 'a' has a value already and can hold no table
      a = "\\q"                   | 1 | 6 | a backslash must not stand before 'q'; write it twice, or use single quotes
      a = 9223372036854775808     | 1 | 5 | this number does not fit into 64 bits
      a = 2026-02-30              | 1 | 5 | '2026-02-30' is no value; text stands in quotes
      a = 012                     | 1 | 5 | '012' is no value; text stands in quotes
      """)
  void whatIsNoTomlIsRefusedWithItsPlace(String text, int line, int column, String message) {
    TomlException refused = catchThrowableOfType(
        TomlException.class, () -> Toml.parse(text.replace(';', '\n').replace("\\\\", "\\")));

    assertThat(refused).hasMessage(message);
    assertThat(List.of(refused.line(), refused.column())).isEqualTo(List.of(line, column));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a=", "a.", "a=[", "a={a="})
  void hostileNestingEndsInAMessage(String piece) {
    String start = piece.startsWith("a=") ? "" : piece.startsWith("a.") ? "" : "a=";
    String text = start + piece.repeat(100_000);

    assertThatThrownBy(() -> Toml.parse(text)).isInstanceOf(TomlException.class);
  }

  @Test
  void aSecondReaderUnderstandsRandomDocumentsTheSameWay() {
    Random random = new Random(42);
    TomlMapper other = new TomlMapper();
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      String text = document(random);
      String expected = theirs(other, text);
      String found = ours(other, text);
      assertThat(found).as(text).isEqualTo(expected);
      understood += found.equals("refused") ? 0 : 1;
    }
    assertThat(understood).isBetween(2_000, 18_000);
  }

  private static String theirs(TomlMapper mapper, String text) {
    try {
      return mapper.readTree(text).toString();
    } catch (JsonProcessingException e) {
      return "refused";
    }
  }

  private static String ours(TomlMapper mapper, String text) {
    try {
      return mapper.valueToTree(Toml.parse(text)).toString();
    } catch (TomlException e) {
      return "refused";
    }
  }

  private static String document(Random random) {
    String[] lines = {
      "a = 1",
      "b = 'x'",
      "a.b = true",
      "a.c.d = \"q\\\"\\t\"",
      "[a]",
      "[a.b]",
      "[[l]]",
      "[l.m]",
      "[b.c]",
      "c = [1, 'two', {x = 1}]",
      "d = {e = 1, f.g = 2}",
      "d.h = 1",
      "[d]",
      "[[b]]",
      "e = \"\"\"\nx\n\"\"\"",
      "# just a comment",
      "",
      "f = 1_0",
      "f.a = 1.5",
      "[ f . 'a' ]",
      "g = [\n 1,\n # in\n 2,\n]",
      "g = 1 2",
      "h = {",
      "[[a.b]]",
      "l.x = 3",
      "\"a\" = 7"
    };
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      text.append(lines[random.nextInt(lines.length)])
          .append(random.nextInt(9) == 0 ? "\r\n" : "\n");
    }
    return text.toString();
  }
}
