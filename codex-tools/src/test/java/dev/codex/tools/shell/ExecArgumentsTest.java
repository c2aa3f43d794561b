package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecArgumentsTest {

  @Test
  void everythingButTheScriptMayBeAbsentOrNull() {
    ExecArguments plain = new ExecArguments("ls", "", "", Optional.empty(), 10_000, false, "");

    assertThat(ExecArguments.parse("{\"cmd\":\"ls\"}")).isEqualTo(plain);
    assertThat(ExecArguments.parse(
            "{\"workdir\":null,\"login\":null,\"new\":{\"a\":[1]},\"cmd\":\"ls\",\"tty\":true}"))
        .isEqualTo(plain);
  }

  @Test
  void allThatMattersIsRead() {
    assertThat(ExecArguments.parse(
            "{\"cmd\":\"ls\",\"workdir\":\"w\",\"shell\":\"zsh\",\"login\":false,"
                + "\"max_output_tokens\":2e3,\"sandbox_permissions\":\"require_escalated\","
                + "\"justification\":\"why\",\"prefix_rule\":[\"ls\"]}"))
        .isEqualTo(new ExecArguments("ls", "w", "zsh", Optional.of(false), 2000, true, "why"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"cmd\":5}|invalid type: integer `5`, expected a string at line 1 column 8",
        "{\"cmd\":null}|invalid type: null, expected a string at line 1 column 11",
        "{\"cmd\":\"a\",\"login\":\"x\"}"
            + "|invalid type: string \"x\", expected a boolean at line 1 column 22",
        "{}|missing field `cmd` at line 1 column 2",
      })
  void mistakesAreToldWithTheirPlace(String json, String message) {
    assertThatThrownBy(() -> ExecArguments.parse(json))
        .isInstanceOf(ToolException.class)
        .hasMessage("failed to parse function arguments: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "{", "ls", "[\"ls\"]", "{\"cmd\":\"ls\""})
  void whatIsNoObjectIsRefused(String json) {
    assertThatThrownBy(() -> ExecArguments.parse(json))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("failed to parse function arguments: ");
  }
}
