package dev.codex.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandTest {

  private static final Path FOLDER = Path.of("folder");

  private static Command.Builder command() {
    return Command.of(FOLDER, "/bin/echo", "a\nb", "").toBuilder();
  }

  private static void assertRefused(Command.Builder command, String what) {
    assertThatThrownBy(command::build)
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("The " + what + " of the command has a NUL character (\\u0000) at");
  }

  @Test
  void aTextThatWouldEndTooEarlyIsRefused() {
    assertRefused(command().addWords("rm /x\0y"), "word 3");
    assertRefused(command().putEnvironment("A\0", "b"), "name of an environment variable");
    assertRefused(command().putEnvironment("A", "\0"), "environment variable A");
  }

  @Test
  void everythingElseIsTaken() {
    Command command = command().putEnvironment("A", "\u0001\n").build();

    assertThat(command.words()).containsExactly("/bin/echo", "a\nb", "");
    assertThat(command.environment()).containsEntry("A", "\u0001\n");
  }
}
