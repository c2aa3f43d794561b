package dev.codex.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTextTest {

  @ParameterizedTest
  @CsvSource({
    "'ls -la', 'ls -la'",
    "'größe ≤ 日本', 'größe ≤ 日本'",
  })
  void whatIsPlainlyVisibleStays(String text, String shown) {
    assertThat(DisplayText.of(text)).isEqualTo(shown);
  }

  @Test
  void whatCouldDeceiveIsWrittenOut() {
    assertThat(DisplayText.of("a\nb\tc\rd")).isEqualTo("a\\nb\\tc\\u{d}d");
    assertThat(DisplayText.of("\u001b[2Jgone")).isEqualTo("\\u{1b}[2Jgone");
    assertThat(DisplayText.of("rm \u202efdp.txt\u202c")).isEqualTo("rm \\u{202e}fdp.txt\\u{202c}");
    assertThat(DisplayText.of("a\u2066b\u200bc\ufeffd"))
        .isEqualTo("a\\u{2066}b\\u{200b}c\\u{feff}d");
    assertThat(DisplayText.of("x\u00a0y\u2028z")).isEqualTo("x\\u{a0}y\\u{2028}z");
    assertThat(DisplayText.of("\u3164\u2800")).isEqualTo("\\u{3164}\\u{2800}");
    assertThat(DisplayText.of("\ud800")).isEqualTo("\\u{d800}");
    assertThat(DisplayText.of("\\n is not a line end")).isEqualTo("\\\\n is not a line end");
  }

  @Test
  void aRequestShowsItselfInOneLine() {
    RunCommand run = RunCommand.builder()
        .tool("exec_command")
        .addCommand("/bin/bash", "-lc", "ls\nApproved: yes")
        .script("ls\nApproved: yes")
        .workingDirectory(Path.of("/srv/shop"))
        .confinement(RunCommand.Confinement.ESCALATED)
        .build();

    assertThat(run.display()).isEqualTo("ls\\nApproved: yes in /srv/shop, outside the sandbox");
  }

  @Test
  void aCommandNamesItsHosts() {
    RunCommand run = RunCommand.builder()
        .tool("exec_command")
        .addCommand("sh")
        .script("curl https://user@Evil.example:8443/x && git clone git@github.com:a/b && ls a@b")
        .workingDirectory(Path.of("/"))
        .build();

    assertThat(run.hosts()).containsExactly("evil.example", "github.com");
  }
}
