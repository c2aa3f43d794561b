package dev.codex.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSearchTest {

  @TempDir
  Path root;

  private void files(String... paths) throws IOException {
    for (String path : paths) {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  private List<String> find(String letters) throws IOException {
    return FileSearch.in(root).find(letters, 10).stream()
        .map(FileSearch.Match::path)
        .toList();
  }

  @Test
  void lettersAreFoundInTheirOrderWithGaps() throws IOException {
    files("src/TurnSteps.java", "src/Steps.java", "docs/tasks.md", "z/ts.txt");

    assertThat(find("tst")).containsExactly("z/ts.txt", "src/TurnSteps.java");
    assertThat(find("qqq")).isEmpty();
    assertThat(find("")).isEmpty();
  }

  @Test
  void theFilesOwnNameCountsMoreThanItsFolders() throws IOException {
    files("readme/other.txt", "a/b/readme.md", "r/e/a/d/m/e.txt");

    assertThat(find("readme"))
        .containsExactly("a/b/readme.md", "readme/other.txt", "r/e/a/d/m/e.txt");
  }

  @Test
  void beginningsOfWordsCountMore() throws IOException {
    files("src/FileSearchTest.java", "src/profiles_test.java");

    assertThat(find("fst").get(0)).isEqualTo("src/FileSearchTest.java");
  }

  @Test
  void upperCaseIsMeant() throws IOException {
    files("readme.md", "README.txt");

    assertThat(find("READ")).containsExactly("README.txt");
    assertThat(find("read")).containsExactlyInAnyOrder("readme.md", "README.txt");
  }

  @Test
  void whatGitIgnoresIsNotFound() throws IOException {
    files("build/out.txt", ".git/out.txt", "out.txt", "sub/out.log", ".hidden/out.txt");
    Files.writeString(root.resolve(".gitignore"), "build/\n*.log\n");

    assertThat(find("out")).containsExactlyInAnyOrder("out.txt", ".hidden/out.txt");
  }

  @Test
  void positionsSayWhatWasMatched() throws IOException {
    files("a/xbyc.txt");

    assertThat(FileSearch.in(root).find("bc", 1))
        .singleElement()
        .satisfies(match -> assertThat(match.positions()).containsExactly(3, 5));
  }

  @Test
  void theFolderIsWalkedAgainOnRequest() throws IOException {
    files("one.txt");
    FileSearch search = FileSearch.in(root);
    search.find("one", 1);
    files("two.txt");

    assertThat(search.find("two", 1)).isEmpty();
    search.refresh();
    assertThat(search.find("two", 1)).hasSize(1);
  }

  @Test
  void onlyTheBestAreKept() throws IOException {
    files("abc.txt", "a_b_c.txt", "xaxbxcx.txt", "a/b/c/d.txt");

    assertThat(FileSearch.in(root).find("abc", 2))
        .extracting(FileSearch.Match::path)
        .containsExactly("abc.txt", "a_b_c.txt");
  }

  @Test
  void foldersAmongManyFilesAreAllEntered() throws IOException {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String folder = "d" + i % 7 + "/e" + i % 3;
      paths.addAll(List.of("x" + i, folder + "/x" + i, folder + "/f" + i % 5 + "/g/x" + i));
    }
    files(paths.toArray(String[]::new));

    assertThat(FileSearch.in(root).find("x", 1000))
        .extracting(FileSearch.Match::path)
        .containsExactlyInAnyOrderElementsOf(paths);
  }

  @Test
  void linksAreFoundButNotFollowed() throws IOException {
    files("real/x1", "a/x2");
    Files.createSymbolicLink(root.resolve("a/xlink"), root.resolve("real"));

    assertThat(find("x")).containsExactlyInAnyOrder("real/x1", "a/x2", "a/xlink");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> FileSearch.in(root.resolve("none")).find("a", 1))
        .isInstanceOf(NoSuchFileException.class);
  }
}
