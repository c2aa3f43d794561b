package dev.codex.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchCommandTest {

  private static final String SUCCESS = "Success. Updated the following files:\n";

  @TempDir
  Path home;

  /** What a run of the program leaves. */
  record Run(int exit, String out, String err) {}

  @BeforeEach
  void putFiles() throws IOException {
    Files.writeString(home.resolve("a.txt"), "a\n");
    Files.writeString(home.resolve("b.txt"), "b\n");
  }

  @Test
  void thePatchIsTheArgument() {
    assertThat(run(patch("*** Add File: x/y\n+y\n*** Delete File: b.txt")))
        .isEqualTo(new Run(0, SUCCESS + "A x/y\nD b.txt\n", ""));

    assertThat(home.resolve("x/y")).hasContent("y\n");
    assertThat(home.resolve("b.txt")).doesNotExist();
  }

  @Test
  void thePatchIsPipedIn() {
    byte[] patch = patch("*** Delete File: b.txt").getBytes(StandardCharsets.UTF_8);

    assertThat(runWith(patch)).isEqualTo(new Run(0, SUCCESS + "D b.txt\n", ""));
  }

  @Test
  void misuseIsExplained() {
    assertThat(run("a", "b"))
        .isEqualTo(new Run(2, "", "Error: apply_patch accepts exactly one argument.\n"));
    assertThat(run())
        .isEqualTo(
            new Run(2, "", "Usage: apply_patch 'PATCH'\n       echo 'PATCH' | apply_patch\n"));
    assertThat(runWith(new byte[] {'*', (byte) 0xff}))
        .isEqualTo(new Run(
            1,
            "",
            "Error: Failed to read PATCH from stdin.\nstream did not contain valid UTF-8\n"));
  }

  @Test
  void whatIsNoPatchIsRefused() {
    assertThat(run("x"))
        .isEqualTo(new Run(
            1, "", "Invalid patch: The first line of the patch must be '*** Begin Patch'\n"));
    assertThat(run(patch("*** Update File: a.txt")))
        .isEqualTo(new Run(
            1, "", "Invalid patch hunk on line 2: Update file hunk for path 'a.txt' is empty\n"));
    assertThat(run("*** Begin Patch\n*** End Patch"))
        .isEqualTo(new Run(1, "", "No files were modified.\n"));
  }

  @Test
  void hunksBeforeAFailingOneStay() {
    Path file = home.toAbsolutePath().resolve("a.txt");

    assertThat(run(patch("*** Add File: x\n+x\n*** Update File: a.txt\n-q")))
        .isEqualTo(new Run(1, "", "Failed to find expected lines in " + file + ":\nq\n"));

    assertThat(home.resolve("x")).hasContent("x\n");
  }

  @Test
  void laterHunksSeeWhatEarlierOnesDid() {
    assertThat(run(patch("*** Update File: a.txt\n-a\n+1\n*** Update File: a.txt\n-1\n+2")))
        .isEqualTo(new Run(0, SUCCESS + "M a.txt\nM a.txt\n", ""));

    assertThat(home.resolve("a.txt")).hasContent("2\n");
  }

  @Test
  void foldersAreNeitherWrittenNorDeleted() throws IOException {
    Path folder = Files.createDirectory(home.toAbsolutePath().resolve("d"));
    Files.createSymbolicLink(home.resolve("link"), folder);

    assertThat(run(patch("*** Add File: d\n+x")))
        .isEqualTo(new Run(1, "", "Failed to write file " + folder + "\n"));
    assertThat(run(patch("*** Delete File: d")))
        .isEqualTo(new Run(1, "", "Failed to delete file " + folder + "\n"));
    assertThat(run(patch("*** Delete File: link")))
        .isEqualTo(new Run(1, "", "Failed to delete file " + folder.resolveSibling("link") + "\n"));
    assertThat(run(patch("*** Update File: d\n-x")))
        .isEqualTo(new Run(
            1,
            "",
            "Failed to read file to update " + folder + ": path `" + folder + "` is not a file\n"));
    assertThat(run(patch("*** Add File: a.txt/x\n+x")))
        .isEqualTo(
            new Run(1, "", "Failed to write file " + folder.resolveSibling("a.txt") + "/x\n"));
  }

  @Test
  void aFailedMoveLeavesTheFile() throws IOException {
    Files.createDirectory(home.resolve("d"));

    assertThat(run(patch("*** Update File: a.txt\n*** Move to: d\n-a\n+A")).exit())
        .isEqualTo(1);

    assertThat(home.resolve("a.txt")).hasContent("a\n");
  }

  @Test
  void aMoveKeepsTheExecutableBit() throws IOException {
    var permissions = PosixFilePermissions.fromString("rwxr-x---");
    Files.setPosixFilePermissions(home.resolve("a.txt"), permissions);

    run(patch("*** Update File: a.txt\n*** Move to: c.txt\n-a\n+A"));

    assertThat(home.resolve("a.txt")).doesNotExist();
    assertThat(home.resolve("c.txt")).hasContent("A\n");
    assertThat(Files.getPosixFilePermissions(home.resolve("c.txt"))).isEqualTo(permissions);
  }

  @Test
  void linksAreWrittenThroughAndDeletedThemselves() throws IOException {
    Files.createSymbolicLink(home.resolve("link"), Path.of("a.txt"));

    assertThat(run(patch("*** Update File: link\n-a\n+A")).exit()).isZero();
    assertThat(home.resolve("link")).isSymbolicLink();
    assertThat(home.resolve("a.txt")).hasContent("A\n");

    assertThat(run(patch("*** Delete File: link")).exit()).isZero();
    assertThat(home.resolve("a.txt")).hasContent("A\n");
  }

  @Test
  void aMoveOntoItselfThroughALinkKeepsTheContent() throws IOException {
    Files.createSymbolicLink(home.resolve("link"), Path.of("a.txt"));
    Files.createSymbolicLink(home.resolve("here"), Path.of("."));

    run(patch("*** Update File: a.txt\n*** Move to: link\n-a\n+A"));
    run(patch("*** Update File: b.txt\n*** Move to: here/b.txt\n-b\n+B"));

    assertThat(home.resolve("a.txt")).hasContent("A\n");
    assertThat(home.resolve("b.txt")).hasContent("B\n");
  }

  @Test
  void aBatchIsAnsweredLineByLine() {
    String request = """
        {"id":"1","cwd":"@","patch":"*** Begin Patch\\n*** Delete File: b.txt\\n*** End Patch",\
        "via":"arg"}
        {"id":"2","cwd":"@","patch":"","via":"stdin"}
        """;
    String lines = request.replace("@", home.toString().replace("\\", "\\\\"));
    byte[] input = lines.getBytes(StandardCharsets.UTF_8);

    assertThat(runWith(input, "--batch").out()).isEqualTo("""
            {"id":"1","exit":0,"stdout":"Success. Updated the following files:\\nD b.txt\\n",\
            "stderr":""}
            {"id":"2","exit":2,"stdout":"","stderr":"Usage: apply_patch 'PATCH'\\n       echo \
            'PATCH' | apply_patch\\n"}
            """);
  }

  private static String patch(String body) {
    return "*** Begin Patch\n" + body + "\n*** End Patch";
  }

  private Run run(String... args) {
    return runWith(new byte[0], args);
  }

  private Run runWith(byte[] input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = PatchCommand.in(home)
        .run(
            List.of(args),
            new ByteArrayInputStream(input),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
