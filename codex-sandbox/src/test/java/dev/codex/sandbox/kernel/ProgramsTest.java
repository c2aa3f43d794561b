package dev.codex.sandbox.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {

  @TempDir
  Path folder;

  @Test
  void aFileIsNoFolderToRunIn() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> Programs.checkFolder(file))
        .isInstanceOf(ToolException.class)
        .hasMessage("Not a directory (os error 20)");
    assertThatThrownBy(() -> Programs.checkFolder(folder.resolve("none")))
        .hasMessage("No such file or directory (os error 2)");
    assertThat(folder).satisfies(Programs::checkFolder);
  }
}
