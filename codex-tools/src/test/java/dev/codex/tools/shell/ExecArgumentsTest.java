package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecArgumentsTest {

  @Test
  void everythingButTheScriptMayBeAbsentOrNull() {
    ExecArguments plain = ExecArguments.builder().script("ls").build();

    assertThat(ExecArguments.parse("{\"cmd\":\"ls\"}")).isEqualTo(plain);
    assertThat(ExecArguments.parse(
            "{\"workdir\":null,\"login\":null,\"new\":{\"a\":[1]},\"cmd\":\"ls\",\"tty\":null}"))
        .isEqualTo(plain);
    assertThat(plain.yieldAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(plain.maxOutputTokens()).isEqualTo(10_000);
  }

  @Test
  void allThatMattersIsRead() {
    assertThat(ExecArguments.parse(
            "{\"cmd\":\"ls\",\"workdir\":\"w\",\"shell\":\"zsh\",\"login\":false,\"tty\":true,"
                + "\"yield_time_ms\":1500,"
                + "\"max_output_tokens\":2e3,\"sandbox_permissions\":\"require_escalated\","
                + "\"justification\":\"why\",\"prefix_rule\":[\"ls\"]}"))
        .isEqualTo(ExecArguments.builder()
            .script("ls")
            .workingDirectory("w")
            .shell("zsh")
            .login(false)
            .isOnTerminal(true)
            .yieldAfter(Duration.ofMillis(1500))
            .maxOutputTokens(2000)
            .isEscalated(true)
            .justification("why")
            .addPrefixRule("ls")
            .build());
  }

  @ParameterizedTest
  @CsvSource({"0,250", "1,250", "250,250", "29999,29999", "30001,30000", "1e18,30000"})
  void aCallLastsFromAQuarterOfASecondToHalfAMinute(String asked, long millis) {
    ExecArguments arguments =
        ExecArguments.parse("{\"cmd\":\"x\",\"yield_time_ms\":" + asked + "}");

    assertThat(arguments.yieldAfter()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"cmd\":5}|invalid type: integer `5`, expected a string at line 1 column 8",
        "{\"cmd\":null}|invalid type: null, expected a string at line 1 column 11",
        "{\"cmd\":\"a\",\"login\":\"x\"}"
            + "|invalid type: string \"x\", expected a boolean at line 1 column 22",
        "{\"cmd\":\"a\",\"yield_time_ms\":-5}"
            + "|invalid value: integer `-5`, expected u64 at line 1 column 29",
        "{\"cmd\":\"a\",\"yield_time_ms\":\"x\"}"
            + "|invalid type: string \"x\", expected u64 at line 1 column 30",
        "{\"cmd\":\"a\",\"prefix_rule\":\"x\"}"
            + "|invalid type: string \"x\", expected a sequence at line 1 column 28",
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
