package dev.codex.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedNamesTest {

  private final NestedNames names = new NestedNames();

  @TempDir
  Path directory;

  private Path root;

  @BeforeEach
  void makeProjects() throws IOException {
    root = directory.toRealPath().resolve("root");
    Files.createDirectories(root.resolve(".git"));
    Files.createDirectories(root.resolve("a/.git/modules/x/.git"));
    Files.createDirectories(root.resolve("a/b/.codex"));
    Files.createDirectories(root.resolve("node_modules/c/.git"));
    Files.createDirectories(directory.resolve("outside/.git"));
    Files.createSymbolicLink(root.resolve("link"), directory.resolve("outside"));
  }

  @Test
  void projectsAreFoundButNotThroughLinksOrInsideOfWhatIsFound() {
    assertThat(names.below(root))
        .containsExactly(root.resolve("a/.git"), root.resolve("a/b/.codex"));
  }

  @Test
  void aFolderThatBecameALinkIsForgotten() throws IOException {
    names.below(root);

    Files.move(root.resolve("a"), directory.resolve("moved"));
    Files.createSymbolicLink(root.resolve("a"), directory.resolve("outside"));

    assertThat(names.below(root)).isEmpty();
  }

  @Test
  void nobodyLooksWhileSomebodyCanWriteThere() {
    names.enter(List.of(root.resolve("a")));
    assertThat(names.below(root)).isEmpty();

    names.leave(List.of(root.resolve("a")));
    assertThat(names.below(root)).hasSize(2);
  }
}
