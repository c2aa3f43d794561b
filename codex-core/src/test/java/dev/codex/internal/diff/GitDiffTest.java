package dev.codex.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.internal.diff.GitDiff.Side;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GitDiffTest {

  private static Side file(String path, String text) {
    return Side.file(path, false, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aNewFileHasTheBlobThatGitGivesIt() {
    assertThat(GitDiff.added(file("bar.md", "This is a new file\n"))).isEqualTo("""
            diff --git a/bar.md b/bar.md
            new file mode 100644
            index 0000000000000000000000000000000000000000..6dfa057f0d4a43d5a3025a9c14dea607de9e1dbb
            --- /dev/null
            +++ b/bar.md
            @@ -0,0 +1 @@
            +This is a new file
            """);
  }

  @Test
  void aDeletedFileShowsWhatItWas() {
    assertThat(GitDiff.deleted(file("d.txt", "obsolete\n")))
        .startsWith(
            "diff --git a/d.txt b/d.txt\ndeleted file mode 100644\nindex 6e263abce10f69a67055")
        .endsWith("--- a/d.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-obsolete\n");
  }

  @Test
  void aMoveNamesBothPaths() {
    assertThat(GitDiff.changed(file("a", "x\n"), file("b", "y\n")))
        .startsWith("diff --git a/a b/b\nindex ")
        .endsWith("--- a/a\n+++ b/b\n@@ -1 +1 @@\n-x\n+y\n");
    assertThat(GitDiff.changed(file("a", "x\n"), file("b", "x\n")))
        .isEqualTo("diff --git a/a b/b\nsimilarity index 100%\nrename from a\nrename to b\n");
  }

  @Test
  void aModeIsAChangeByItself() {
    Side plain = file("run.sh", "x\n");

    assertThat(GitDiff.changed(plain, Side.file("run.sh", true, plain.content())))
        .isEqualTo("diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n");
    assertThat(GitDiff.changed(plain, plain)).isEmpty();
  }

  @Test
  void whatIsNoTextIsNotShown() {
    Side before = Side.file("a.bin", false, new byte[] {0, 1});
    Side after = Side.file("a.bin", false, new byte[] {(byte) 0xff});

    assertThat(GitDiff.changed(before, after))
        .endsWith("\nBinary files a/a.bin and b/a.bin differ\n");
  }
}
