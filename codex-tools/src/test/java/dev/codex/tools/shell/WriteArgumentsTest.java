package dev.codex.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteArgumentsTest {

  private static Duration wait(String rest) {
    return WriteArguments.parse("{\"session_id\":7" + rest + "}").yieldAfter();
  }

  @Test
  void lookingTakesLongerThanTyping() {
    assertThat(wait("")).isEqualTo(Duration.ofSeconds(5));
    assertThat(wait(",\"yield_time_ms\":100000")).isEqualTo(Duration.ofSeconds(100));
    assertThat(wait(",\"yield_time_ms\":1000000")).isEqualTo(Duration.ofMinutes(5));
    assertThat(wait(",\"chars\":\"x\"")).isEqualTo(Duration.ofMillis(250));
    assertThat(wait(",\"chars\":\"x\",\"yield_time_ms\":1")).isEqualTo(Duration.ofMillis(250));
    assertThat(wait(",\"chars\":\"x\",\"yield_time_ms\":99999")).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"session_id\":\"12\"}|invalid type: string \"12\", expected i32 at line 1 column 18",
        "{\"session_id\":1.5}|invalid type: floating point `1.5`, expected i32 at line 1 column 17",
        "{\"session_id\":5000000000}"
            + "|invalid value: integer `5000000000`, expected i32 at line 1 column 24",
        "{\"chars\":\"x\"}|missing field `session_id` at line 1 column 13",
      })
  void mistakesAreToldWithTheirPlace(String json, String message) {
    assertThatThrownBy(() -> WriteArguments.parse(json))
        .isInstanceOf(ToolException.class)
        .hasMessage("failed to parse function arguments: " + message);
  }
}
