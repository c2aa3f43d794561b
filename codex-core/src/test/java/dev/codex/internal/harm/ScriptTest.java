package dev.codex.internal.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScriptTest {

  @Test
  void aVariableIsGuessedByWhatWasAssigned() {
    List<Script.Word> words =
        Script.commands("DIR=/srv/data; rm -rf $DIR/old").get(1).words();

    assertThat(words.get(2)).isEqualTo(new Script.Word("/srv/data/old", false, false));
  }

  @Test
  void aVariableThatDoublesItselfFillsNoMemory() {
    String script = "a=xxxxxxxxxx\n" + "a=$a$a\n".repeat(18) + "rm -rf $a";

    assertThat(Script.commands(script))
        .hasSize(20)
        .flatExtracting(Script.Command::words)
        .allSatisfy(word -> assertThat(word.text()).hasSizeLessThan(10_000));
  }
}
