package dev.codex.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandardInputTest {

  @Test
  void pipedTextIsAddedToThePrompt() {
    assertThat(piped("piped data\n").prompt(Optional.of("summarise")))
        .isEqualTo("summarise\n\n<stdin>\npiped data\n</stdin>");
    assertThat(piped("no end").prompt(Optional.of("summarise")))
        .isEqualTo("summarise\n\n<stdin>\nno end\n</stdin>");
  }

  @Test
  void anEmptyPipeAddsNothing() {
    assertThat(piped("").prompt(Optional.of("go"))).isEqualTo("go");
  }

  @Test
  void thePromptCanBeStandardInputItself() {
    assertThat(piped("do é\n").prompt(Optional.empty())).isEqualTo("do é\n");
    assertThat(piped("do é\n").prompt(Optional.of("-"))).isEqualTo("do é\n");
    assertThat(piped("\uFEFFdo").prompt(Optional.empty())).isEqualTo("do");
  }

  @Test
  void noPromptAtAllIsSaidSo() {
    assertThatThrownBy(() -> piped(" \n").prompt(Optional.empty()))
        .isInstanceOf(ExecException.class)
        .hasMessage("No prompt provided via stdin.");
  }

  @Test
  void aPipeThatNobodyWritesToDoesNotHoldThePromptUp() throws IOException {
    try (PipedOutputStream open = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(open)) {
      StandardInput input = new StandardInput(in, StandardInput.Kind.PIPE, Duration.ofMillis(10));

      assertThat(input.prompt(Optional.of("go"))).isEqualTo("go");
    }
  }

  @Test
  void aTerminalIsNotReadWhereThereIsAPrompt() {
    InputStream untouchable = new InputStream() {
      @Override
      public int read() {
        throw new AssertionError("read");
      }
    };

    assertThat(new StandardInput(untouchable, StandardInput.Kind.TERMINAL, Duration.ofDays(1))
            .prompt(Optional.of("go")))
        .isEqualTo("go");
  }

  private static StandardInput piped(String text) {
    return new StandardInput(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        StandardInput.Kind.PIPE,
        Duration.ofDays(1));
  }
}
