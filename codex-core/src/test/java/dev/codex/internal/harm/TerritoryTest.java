package dev.codex.internal.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TerritoryTest {

  private static final Path WORK = Path.of("/srv/shop");

  private static List<Path> written(String script) {
    return Territory.written(Harm.of(script), WORK);
  }

  @Test
  void whatIsWrittenMayBeInAnyFolderOnTheWay() {
    assertThat(written("cd app; echo > log"))
        .containsExactlyInAnyOrder(WORK.resolve("log"), WORK.resolve("app/log"));
  }

  @Test
  void manyChangesOfFolderAreNotManyTimesAsManyFolders() {
    StringBuilder build = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      build.append("cd p").append(i).append(" && echo > log; cd ..\n");
    }
    build.append("cd .codex && echo > config.toml; echo > AGENTS.md\n");

    assertThat(written(build.toString()))
        .hasSizeLessThan(5_000)
        .contains(WORK.resolve("AGENTS.md"), WORK.resolve(".codex/config.toml"));
  }
}
