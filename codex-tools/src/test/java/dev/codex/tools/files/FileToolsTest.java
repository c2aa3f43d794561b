package dev.codex.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.exec.FileEdit;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileToolsTest {

  private static final Path WORK = Path.of("/work").toAbsolutePath();

  private final ScriptedSandbox sandbox = new ScriptedSandbox();

  private String call(Tool tool, String arguments) throws Exception {
    return tool.call(sandbox.invocation(WORK, SandboxPolicy.readOnly(), arguments))
        .text();
  }

  private void put(String path, String text) {
    sandbox.files().put(WORK.resolve(path), text);
  }

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void linesAreReadWithTheirNumbers() throws Exception {
    put("a.txt", "one\r\ntwo\n\nfour");
    Tool read = ReadFileTool.create();

    assertThat(call(read, "{\"file_path\":\"a.txt\"}"))
        .isEqualTo("L1: one\nL2: two\nL3: \nL4: four");
    assertThat(call(read, "{\"file_path\":\"a.txt\",\"offset\":2,\"limit\":1}"))
        .isEqualTo("L2: two");
    assertThat(call(read, "{\"file_path\":\"" + WORK + "/a.txt\",\"offset\":4}"))
        .isEqualTo("L4: four");
  }

  @Test
  void aLongLineIsCutBetweenCharacters() throws Exception {
    put("a.txt", "x".repeat(499) + "é" + "y".repeat(100) + "\nshort\n");

    assertThat(call(ReadFileTool.create(), "{\"file_path\":\"a.txt\"}"))
        .isEqualTo("L1: " + "x".repeat(499) + "\nL2: short");
  }

  @Test
  void noMoreThanTheLimitIsRead() throws Exception {
    put("a.txt", lines(3_000));

    assertThat(call(ReadFileTool.create(), "{\"file_path\":\"a.txt\"}").lines()).hasSize(2_000);
  }

  @Test
  void readingBeyondTheEndSaysWhereTheEndIs() {
    put("a.txt", lines(3));

    assertThatThrownBy(() -> call(ReadFileTool.create(), "{\"file_path\":\"a.txt\",\"offset\":9}"))
        .isInstanceOf(ToolException.class)
        .hasMessage("offset exceeds file length: " + WORK.resolve("a.txt")
            + " has 3 lines, and line 9 was asked for");
  }

  @Test
  void foldersAreListedWithWhatIsBelow() throws Exception {
    put("src/main/deep/A.java", "");
    put("src/b.txt", "");
    put("z.txt", "");
    Tool list = ListDirTool.create();

    assertThat(call(list, "{\"dir_path\":\".\"}"))
        .isEqualTo("Absolute path: " + WORK + "\nsrc/\n  b.txt\n  main/\nz.txt");
    assertThat(call(list, "{\"dir_path\":\".\",\"depth\":1,\"limit\":1}"))
        .isEqualTo("Absolute path: " + WORK + "\nsrc/\nMore than 1 entries found");
    assertThat(call(list, "{\"dir_path\":\"src\",\"offset\":2}"))
        .isEqualTo("Absolute path: " + WORK.resolve("src") + "\nmain/\n  deep/");
  }

  @Test
  void filesAreFoundByTheirTextLastChangedFirst() throws Exception {
    put("old.txt", "needle 1\n");
    put("none.txt", "hay\n");
    put("sub/new.java", "a\nneedle 2\n");
    put(".hidden", "needle");
    put(".gitignore", "build/\n");
    put("build/out.txt", "needle");
    sandbox
        .files()
        .apply(List.of(
            FileEdit.write(WORK.resolve("b.bin"), "needle\0".getBytes(StandardCharsets.UTF_8))));
    Tool grep = GrepFilesTool.create();
    withoutRipgrep();

    assertThat(call(grep, "{\"pattern\":\"^needle \\\\d$\"}"))
        .isEqualTo(WORK.resolve("sub/new.java") + "\n" + WORK.resolve("old.txt"));
    assertThat(call(grep, "{\"pattern\":\"needle\",\"limit\":1}"))
        .isEqualTo(WORK.resolve("sub/new.java").toString());
    assertThat(call(grep, "{\"pattern\":\"needle\",\"include\":\"*.txt\"}"))
        .isEqualTo(WORK.resolve("old.txt").toString());
    assertThat(call(grep, "{\"pattern\":\"needle\",\"path\":\"old.txt\"}"))
        .isEqualTo(WORK.resolve("old.txt").toString());
    assertThat(call(grep, "{\"pattern\":\"absent\"}")).isEqualTo("No matches found.");
  }

  /** As a shell says that there is no such program. */
  private void withoutRipgrep() {
    sandbox.on(command -> command.words().get(0).equals("rg")).exitsWith(127);
  }

  @Test
  void rulesOfTheRepositoryHoldWhenSearchingBelowIt() throws Exception {
    put(".git/HEAD", "x");
    put(".gitignore", "*.log\n/sub/skipped\n");
    put("sub/a.log", "needle");
    put("sub/skipped/a.txt", "needle");
    put("sub/a.txt", "needle");
    withoutRipgrep();

    assertThat(call(GrepFilesTool.create(), "{\"pattern\":\"needle\",\"path\":\"sub\"}"))
        .isEqualTo(WORK.resolve("sub/a.txt").toString());
  }

  @Test
  void ripgrepIsAskedWhereItIs() throws Exception {
    put("a.txt", "x");
    sandbox
        .on(command -> command
            .words()
            .equals(List.of(
                "rg",
                "--no-config",
                "--files-with-matches",
                "--sortr=modified",
                "--no-messages",
                "--glob",
                "*.txt",
                "--regexp",
                "-x",
                "--",
                WORK.toString())))
        .prints(WORK.resolve("a.txt") + "\n")
        .exitsWith(0);

    assertThat(call(GrepFilesTool.create(), "{\"pattern\":\"-x\",\"include\":\"*.txt\"}"))
        .isEqualTo(WORK.resolve("a.txt").toString());
    sandbox.assertDrained();
  }

  @Test
  void anExpressionThatTakesForEverIsAnAnswer() {
    put("a.txt", "a".repeat(200_000) + "!");
    withoutRipgrep();

    assertThatThrownBy(() -> call(GrepFilesTool.create(), "{\"pattern\":\"(a|b)*c\"}"))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("too deep");
  }
}
