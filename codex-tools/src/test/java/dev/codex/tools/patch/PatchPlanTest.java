package dev.codex.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.exec.FileEdit;
import dev.codex.item.ChangedFile;
import dev.codex.testing.InMemoryFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchPlanTest {

  private static final Path HOME = Path.of("/project").toAbsolutePath();

  private final InMemoryFiles files = new InMemoryFiles()
      .put(HOME.resolve("a.txt"), "a\n")
      .put(HOME.resolve("b.txt"), "b\n")
      .put(HOME.resolve("folder/c.txt"), "c\n");

  private static ChangedFile.Builder file(String path, ChangedFile.Kind kind, String diff) {
    return ChangedFile.builder().path(HOME.resolve(path)).kind(kind).diff(diff);
  }

  @Test
  void aPatchBecomesEditsChangesAndASummary() throws IOException {
    PatchPlan plan = plan("""
            *** Delete File: folder/c.txt
            *** Update File: b.txt
            *** Move to: new/./b.txt
            -b
            +B
            *** Add File: z.txt
            +z
            *** Update File: folder/../a.txt
            +x""");

    assertThat(plan.paths())
        .containsExactly(
            HOME.resolve("folder/c.txt"),
            HOME.resolve("b.txt"),
            HOME.resolve("new/b.txt"),
            HOME.resolve("z.txt"),
            HOME.resolve("a.txt"));
    assertThat(plan.changes())
        .containsExactly(
            file("a.txt", ChangedFile.Kind.UPDATE, "@@ -1 +1,2 @@\n a\n+x\n").build(),
            file("b.txt", ChangedFile.Kind.UPDATE, "@@ -1 +1 @@\n-b\n+B\n")
                .movedTo(HOME.resolve("new/b.txt"))
                .build(),
            file("folder/c.txt", ChangedFile.Kind.DELETE, "c\n").build(),
            file("z.txt", ChangedFile.Kind.ADD, "z\n").build());
    assertThat(plan.summary()).isEqualTo("""
            Success. Updated the following files:
            A z.txt
            M new/./b.txt
            M folder/../a.txt
            D folder/c.txt
            """);

    plan.apply(files);

    assertThat(files.paths())
        .containsExactly(HOME.resolve("a.txt"), HOME.resolve("new/b.txt"), HOME.resolve("z.txt"));
    assertThat(files.text(HOME.resolve("a.txt"))).isEqualTo("a\nx\n");
    assertThat(files.text(HOME.resolve("new/b.txt"))).isEqualTo("B\n");
    assertThat(files.text(HOME.resolve("z.txt"))).isEqualTo("z\n");
  }

  @Test
  void planningWritesNothing() {
    plan("*** Delete File: a.txt\n*** Add File: x\n+x");

    assertThat(files.paths())
        .containsExactly(
            HOME.resolve("a.txt"), HOME.resolve("b.txt"), HOME.resolve("folder/c.txt"));
  }

  @Test
  void aMoveKeepsTheMode() throws IOException {
    byte[] script = "run\n".getBytes(StandardCharsets.UTF_8);
    files.apply(List.of(new FileEdit.Write(HOME.resolve("run.sh"), script, OptionalInt.of(0755))));

    plan("*** Update File: run.sh\n*** Move to: bin/run.sh\n+x").apply(files);

    assertThat(files.status(HOME.resolve("bin/run.sh")).orElseThrow().mode()).isEqualTo(0755);
  }

  @ParameterizedTest
  @CsvSource({"a.txt", "./a.txt", "folder/../a.txt"})
  void aMoveOntoItselfKeepsTheFile(String target) throws IOException {
    PatchPlan plan = plan("*** Update File: a.txt\n*** Move to: " + target + "\n-a\n+A");

    plan.apply(files);

    assertThat(files.text(HOME.resolve("a.txt"))).isEqualTo("A\n");
    assertThat(plan.summary()).endsWith("\nM " + target + "\n");
  }

  @Test
  void aMoveAfterAMoveOutOfTheWayIsFine() throws IOException {
    plan("""
            *** Update File: a.txt
            *** Move to: old.txt
             a
            *** Update File: b.txt
            *** Move to: a.txt
             b""").apply(files);

    assertThat(files.text(HOME.resolve("a.txt"))).isEqualTo("b\n");
    assertThat(files.text(HOME.resolve("old.txt"))).isEqualTo("a\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "*** Update File: a.txt|+x|*** Update File: a.txt|+y; a.txt",
        "*** Add File: n|+x|*** Update File: ./n|+y; n",
        "*** Delete File: a.txt|*** Add File: a.txt|+y; a.txt",
        "*** Add File: n|+x|*** Update File: a.txt|*** Move to: n| a; n",
        "*** Update File: b.txt|*** Move to: a.txt| b|*** Update File: a.txt|+x; a.txt",
        "*** Update File: a.txt|*** Move to: n| a|*** Update File: b.txt|*** Move to: n| b; n"
      })
  void twoHunksMustNotMeetInOneFile(String body, String path) {
    assertThatThrownBy(() -> plan(body.replace('|', '\n')))
        .isExactlyInstanceOf(PatchException.class)
        .hasMessage("invalid patch: multiple operations target " + HOME.resolve(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "*** Update File: no|+x; Failed to read file to update {}/no: No such file or directory"
            + " (os error 2)",
        "*** Update File: folder|+x; Failed to read file to update {}/folder: path `{}/folder` is"
            + " not a file",
        "*** Delete File: no; Failed to read {}/no: No such file or directory (os error 2)",
        "*** Delete File: folder; Failed to read {}/folder: path `{}/folder` is not a file",
        "*** Update File: a.txt|-b; Failed to find expected lines in {}/a.txt:|b",
        "*** Update File: a.txt|@@ b|-a; Failed to find context 'b' in {}/a.txt"
      })
  void whatDoesNotFitIsSaid(String body, String message) {
    assertThatThrownBy(() -> plan("*** Add File: x\n+x\n" + body.replace('|', '\n')))
        .isExactlyInstanceOf(PatchException.class)
        .hasMessage(message.replace('|', '\n').replace("{}", HOME.toString()));
  }

  @Test
  void otherEncodingsAreKeptOrRefused() throws IOException {
    Path latin = HOME.resolve("latin.txt");
    byte[] bytes = {'c', (byte) 0xe9, '\n', 'x', '\n'};
    files.apply(List.of(FileEdit.write(latin, bytes)));
    String reason = ": invalid utf-8 sequence of 1 bytes from index 1";
    String refusal = "Failed to read file to update " + latin + reason;

    assertThatThrownBy(() -> plan("*** Update File: latin.txt\n-cé\n+y")).hasMessage(refusal);
    assertThatThrownBy(() -> plan("*** Update File: latin.txt\n-x\n+é")).hasMessage(refusal);
    plan("*** Update File: latin.txt\n-x\n+y").apply(files);

    assertThat(files.read(latin)).containsExactly('c', 0xe9, '\n', 'y', '\n');
  }

  @Test
  void wideEncodingsAreRefused() throws IOException {
    byte[] bytes = {(byte) 0xff, (byte) 0xfe, 'a', 0, '\n', 0};
    files.apply(List.of(FileEdit.write(HOME.resolve("wide.txt"), bytes)));

    assertThatThrownBy(() -> plan("*** Update File: wide.txt\n+x"))
        .hasMessageEndingWith("wide.txt: invalid utf-8 sequence of 1 bytes from index 0");
  }

  private PatchPlan plan(String body) {
    Patch patch = Patch.parse("*** Begin Patch\n" + body + "\n*** End Patch");
    return PatchPlan.of(patch, HOME, files);
  }
}
