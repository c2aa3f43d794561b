package dev.codex.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.EnvironmentChange;
import dev.codex.policy.RunCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentReadingTest {

  private static final Map<String, String> BASE =
      Map.of("PATH", "/usr/bin:/bin", "HOME", "/home/me", "LANG", "C.UTF-8");

  private static List<String> changes(String script, Map<String, String> base) {
    RunCommand run = RunCommand.builder()
        .tool("exec_command")
        .addCommand("/bin/bash", "-c", script)
        .script(script)
        .workingDirectory(Path.of("/srv/shop"))
        .build();
    return EnvironmentReading.changes(run, base).stream()
        .map(EnvironmentChange::toString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
          ls -la                                   |
          echo a=b                                 |
          make CFLAGS=-O2                          |
          LANG=C.UTF-8 sort x                      |
          unset NOWHERE                            |
          GIT_SSH_COMMAND='ssh -i x' git fetch     | GIT_SSH_COMMAND=ssh -i x
          cd sub && LD_PRELOAD=./e.so make         | LD_PRELOAD=./e.so
          PATH=/tmp/evil:$PATH make                | PATH=/tmp/evil:... (changed)
          export PATH=/evil; make                  | PATH=/evil (changed)
          declare -x A=1                           | A=1
          LANG=C sort x                            | LANG=C (changed)
          env A=1 B=2 make                         | A=1, B=2
          /usr/bin/env -u HOME A=1 make            | HOME (removed), A=1
          env --unset=HOME make                    | HOME (removed)
          env -i PATH=/evil make                   | * (removed), PATH=/evil (changed)
          nice -n 5 env A=1 make                   | A=1
          unset HOME LANG; make                    | HOME (removed), LANG (removed)
          bash -c 'A=1 make'                       | A=1
          A=1 bash -lc 'B=2 make; C=3 make'        | A=1, B=2, C=3
          eval A=1 make                            | A=1
          if true; then A=1 make; fi               | A=1
          echo $(A=1 make)                         | A=1
          A=1 x; A=2 y                             | A=1, A=2
          sudo -u bob LD_PRELOAD=/x.so make        | LD_PRELOAD=/x.so
          timeout -s KILL 5 env LD_PRELOAD=/x make | LD_PRELOAD=/x
          flock /tmp/l env LD_PRELOAD=/x.so make   | LD_PRELOAD=/x.so
          find . -exec env LD_PRELOAD=/x make ';'  | LD_PRELOAD=/x
          find . -exec true ';' -exec env A=1 x {} + | A=1
          env -S 'LD_PRELOAD=/x.so make'           | LD_PRELOAD=/x.so
          PATH+=:/evil make                        | PATH=:/evil (changed)
          trap 'A=1 make' EXIT                     | A=1
          watch A=1 make                           | A=1
          bash <<< 'A=1 make'                      | A=1
          GITHUB_TOKEN=abc gh pr list              | GITHUB_TOKEN=<hidden>
          DB_PASS=abc SSHPASS=abc make             | DB_PASS=<hidden>, SSHPASS=<hidden>
          MYSQL_PWD=abc make                       | MYSQL_PWD=<hidden>
          GIT_AUTHOR_NAME=me PWD=/x OLDPWD=/y git  | GIT_AUTHOR_NAME=me, PWD=/x, OLDPWD=/y
          AUTHORIZATION=abc PROXY_AUTH=abc curl x  | AUTHORIZATION=<hidden>, PROXY_AUTH=<hidden>
          URL=https://me:pw12@example.org/x curl x | URL=<hidden>
          X=sk-abcdefghijkl run                    | X=<hidden>
          """)
  void aScriptShowsWhatItSetsAndRemoves(String script, String shown) {
    String joined = String.join(", ", changes(script, BASE));

    assertThat(joined).isEqualTo(shown == null ? "" : shown);
  }

  @Test
  void withoutKnowingWhatOthersGetEverythingIsAnAddition() {
    assertThat(changes("PATH=/evil env -u HOME make", Map.of()))
        .containsExactly("PATH=/evil", "HOME (removed)");
  }

  @Test
  void whatTheToolAddsCountsToo() {
    RunCommand run = RunCommand.builder()
        .tool("t")
        .addCommand("env", "A=1", "make")
        .putEnvironment("LANG", "C")
        .workingDirectory(Path.of("/srv/shop"))
        .build();

    assertThat(EnvironmentReading.changes(run, BASE))
        .extracting(EnvironmentChange::toString)
        .containsExactly("LANG=C (changed)", "A=1");
  }

  @Test
  void whatIsShownCannotHideAnything() {
    assertThat(changes("A='x\u001b[2K\u202ey' make", BASE))
        .containsExactly("A=x\\u{1b}[2K\\u{202e}y");
    assertThat(changes("A=" + "x".repeat(1_000) + " make", BASE).get(0)).hasSizeLessThan(320);
  }
}
