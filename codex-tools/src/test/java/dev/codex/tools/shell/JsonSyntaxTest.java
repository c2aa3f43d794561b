package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " [ ] ",
        "null",
        "-0.5e+10",
        "\"\\ud83d\\ude00 \\/ é😀\"",
        "{\"a\":[[],{\"b\":[{}]},true,false,null,0,1e3]}\n",
      })
  void jsonHasNoMistake(String json) {
    assertThat(JsonSyntax.mistake(json)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~|EOF while parsing a value at line 1 column 0",
        "~ ~|EOF while parsing a value at line 1 column 1",
        "~^~|EOF while parsing a value at line 2 column 0",
        "~ls~|expected value at line 1 column 1",
        "~not json~|expected ident at line 1 column 2",
        "~nul~|EOF while parsing a value at line 1 column 3",
        "~nulx~|expected ident at line 1 column 4",
        "~-~|EOF while parsing a value at line 1 column 1",
        "~-x~|invalid number at line 1 column 2",
        "~01~|invalid number at line 1 column 2",
        "~1.~|EOF while parsing a value at line 1 column 2",
        "~1e~|EOF while parsing a value at line 1 column 2",
        "~1e+~|EOF while parsing a value at line 1 column 3",
        "~.5~|expected value at line 1 column 1",
        "~\"abc~|EOF while parsing a string at line 1 column 4",
        "~\"a~|EOF while parsing a string at line 1 column 2",
        "~{~|EOF while parsing an object at line 1 column 1",
        "~{ ~|EOF while parsing an object at line 1 column 2",
        "~{\"~|EOF while parsing a string at line 1 column 2",
        "~{\"cmd~|EOF while parsing a string at line 1 column 5",
        "~{\"cmd\"~|EOF while parsing an object at line 1 column 6",
        "~{\"cmd\" ~|EOF while parsing an object at line 1 column 7",
        "~{\"cmd\":~|EOF while parsing a value at line 1 column 7",
        "~{\"cmd\": ~|EOF while parsing a value at line 1 column 8",
        "~{\"cmd\":}~|expected value at line 1 column 8",
        "~{\"cmd\" \"ls\"}~|expected `:` at line 1 column 8",
        "~{cmd: \"ls\"}~|key must be a string at line 1 column 2",
        "~{'cmd': 'ls'}~|key must be a string at line 1 column 2",
        "~{\"cmd\":\"ls\"~|EOF while parsing an object at line 1 column 11",
        "~{\"cmd\":\"ls\",~|EOF while parsing a value at line 1 column 12",
        "~{\"cmd\":\"ls\",}~|trailing comma at line 1 column 13",
        "~{\"cmd\":\"ls\" \"x\":1}~|expected `,` or `}` at line 1 column 13",
        "~{\"cmd\":\"ls\"]~|expected `,` or `}` at line 1 column 12",
        "~{\"cmd\":\"ls\"}}~|trailing characters at line 1 column 13",
        "~{\"cmd\":\"ls\"}{\"cmd\":\"ls\"}~|trailing characters at line 1 column 13",
        "~{\"cmd\":\"ls\"} // c~|trailing characters at line 1 column 14",
        "~{\"cmd\":\"ls\"}^^x~|trailing characters at line 3 column 1",
        "~{^\"cmd\":^\"ls\",^,}~|key must be a string at line 4 column 1",
        "~{\"a\":[1,2~|EOF while parsing a list at line 1 column 9",
        "~{\"a\":[1 2]}~|expected `,` or `]` at line 1 column 9",
        "~{\"a\":[1,]}~|expected value at line 1 column 9",
        "~{\"a\":[}~|expected value at line 1 column 7",
        "~{\"a\":{\"b\":}}~|expected value at line 1 column 11",
        "~{\"a\":{\"b\"}}~|expected `:` at line 1 column 10",
        "~{\"a\":{,}}~|key must be a string at line 1 column 7",
        "~{\"a\":nope}~|expected ident at line 1 column 7",
        "~{\"a\":-}~|invalid number at line 1 column 7",
        "~{\"a\":00}~|invalid number at line 1 column 7",
        "~{\"a\":1.e}~|invalid number at line 1 column 8",
        "~{\"é\":x}~|expected value at line 1 column 7",
        "~{\"cmd\":\"\\u12\"}~|invalid escape at line 1 column 14",
        "~{\"cmd\":\"\\uZZZZ\"}~|invalid escape at line 1 column 14",
        "~{\"cmd\":\"\\udc00\"}~|lone leading surrogate in hex escape at line 1 column 14",
        "~{\"cmd\":\"\\ud800\\n\"}~|unexpected end of hex escape at line 1 column 16",
        "~{\"cmd\":\"\\ud800\\u0041\"}~|lone leading surrogate in hex escape at line 1 column 20",
        "~{\"cmd\":\"a¬b\"}~|"
            + "control character (\\u0000-\\u001F) found while parsing a string at line 1 column 9",
        "~{\"cmd\":\"ls\",\"b\":\"\\x\"}~|invalid escape at line 1 column 19",
      })
  void theFirstMistakeIsToldAsCodexTellsIt(String json, String mistake) {
    String text = json.replace('^', '\n').replace('\u00ac', '\t');

    assertThat(JsonSyntax.mistake(text)).hasValue(mistake);
  }

  @Test
  void depthIsNoDanger() {
    assertThat(JsonSyntax.mistake("[".repeat(1_000_000)))
        .hasValue("EOF while parsing a list at line 1 column 1000000");
  }
}
