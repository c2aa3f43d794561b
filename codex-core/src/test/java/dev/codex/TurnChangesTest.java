package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.Command;
import dev.codex.exec.FileEdit;
import dev.codex.item.ChangedFile;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.InMemoryFiles;
import dev.codex.testing.ScriptedModel;
import dev.codex.testing.ScriptedSandbox;
import dev.codex.tool.ToolResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TurnChangesTest {

  @TempDir
  Path work;

  private final ScriptedModel model = new ScriptedModel();
  private final ScriptedSandbox sandbox = new ScriptedSandbox();

  private interface Edit {
    void on(InMemoryFiles files) throws Exception;
  }

  /** A turn with one call of a tool that edits, and one of a tool that runs a command. */
  private TurnResult turn(List<FileEdit> edits, Edit byCommand) {
    TestTool edit = new TestTool("edit", invocation -> {
      invocation.files().apply(edits);
      return ToolResult.text("edited");
    });
    TestTool run = new TestTool("run", invocation -> {
      invocation.commands().start(Command.of(work, "change")).close();
      byCommand.on(sandbox.files());
      return ToolResult.text("ran");
    });
    sandbox.onCommand("change").exitsWith(0);
    model.enqueueToolCall("run", "{}").enqueueToolCall("edit", "{}").enqueueMessage("Done.");
    return Agent.builder()
        .model(model)
        .tools(List.of(edit, run))
        .workspace(work)
        .sandbox(sandbox)
        .sandboxPolicy(SandboxPolicy.workspaceWrite(work))
        .build()
        .run("Change it");
  }

  private static FileEdit write(Path path, String text) {
    return FileEdit.write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private ChangedFile.Builder changed(String path, ChangedFile.Kind kind, String diff) {
    return ChangedFile.builder().path(work.resolve(path)).kind(kind).diff(diff);
  }

  @Test
  void editsAndCommandsAreToldTogether() {
    sandbox
        .files()
        .put(work.resolve("a.txt"), "1\n2\n3\n")
        .put(work.resolve("gone.txt"), "bye\n")
        .put(work.resolve("same.txt"), "same\n");

    TurnResult result = turn(
        List.of(write(work.resolve("a.txt"), "1\ntwo\n3\n"), write(work.resolve("b/c.txt"), "new")),
        files -> files.apply(List.of(
            FileEdit.delete(work.resolve("gone.txt")), write(work.resolve("made.txt"), "made\n"))));

    assertThat(result.changes())
        .containsExactly(
            changed("a.txt", ChangedFile.Kind.UPDATE, "@@ -1,3 +1,3 @@\n 1\n-2\n+two\n 3\n")
                .build(),
            changed("b/c.txt", ChangedFile.Kind.ADD, "new").build(),
            changed("gone.txt", ChangedFile.Kind.DELETE, "bye\n").build(),
            changed("made.txt", ChangedFile.Kind.ADD, "made\n").build());
    assertThat(result.diff())
        .containsSubsequence(
            "diff --git a/a.txt b/a.txt\nindex 01e79c32a8c99c557f0757da7cb6d65b3414466d..",
            "diff --git a/b/c.txt b/b/c.txt\nnew file mode 100644\n",
            "+new\n\\ No newline at end of file\n",
            "diff --git a/gone.txt b/gone.txt\ndeleted file mode 100644\n",
            "diff --git a/made.txt b/made.txt\nnew file mode 100644\n");
  }

  @Test
  void whatIsUndoneWithinTheTurnIsNoChange() {
    sandbox.files().put(work.resolve("a.txt"), "1\n");

    TurnResult result = turn(
        List.of(write(work.resolve("a.txt"), "2\n"), write(work.resolve("a.txt"), "1\n")),
        files -> {});

    assertThat(result.changes()).isEmpty();
    assertThat(result.diff()).isEmpty();
  }

  @Test
  void anEditAfterACommandIsComparedWithTheTimeBeforeBoth() {
    Path file = work.resolve("a.txt");
    sandbox.files().put(file, "1\n");

    TurnResult result =
        turn(List.of(write(file, "3\n")), files -> files.apply(List.of(write(file, "2\n"))));

    assertThat(result.changes())
        .containsExactly(
            changed("a.txt", ChangedFile.Kind.UPDATE, "@@ -1 +1 @@\n-1\n+3\n").build());
  }

  @Test
  void aFileThatCommandsRenameHasMoved() {
    sandbox.files().put(work.resolve("z/old.txt"), "text\n");

    TurnResult result = turn(
        List.of(),
        files -> files.apply(List.of(
            FileEdit.delete(work.resolve("z/old.txt")), write(work.resolve("new.txt"), "text\n"))));

    assertThat(result.changes())
        .containsExactly(changed("z/old.txt", ChangedFile.Kind.UPDATE, "")
            .movedTo(work.resolve("new.txt"))
            .build());
    assertThat(result.diff()).contains("rename from z/old.txt\nrename to new.txt\n");
  }

  @Test
  void aModeIsAChange() {
    Path file = work.resolve("run.sh");
    sandbox.files().put(file, "x\n");

    TurnResult result = turn(
        List.of(
            new FileEdit.Write(file, "x\n".getBytes(StandardCharsets.UTF_8), OptionalInt.of(0755))),
        files -> {});

    assertThat(result.diff())
        .isEqualTo("diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n");
  }

  @Test
  void whatGitIgnoresIsNotToldUnlessAToolEditedIt() {
    sandbox.files().put(work.resolve(".gitignore"), "build/\n*.tmp\n");

    TurnResult result = turn(
        List.of(write(work.resolve("own.tmp"), "x\n")),
        files -> files
            .put(work.resolve("build/out"), "x")
            .put(work.resolve("a.tmp"), "x")
            .put(work.resolve(".git/index"), "x"));

    assertThat(result.changes())
        .extracting(ChangedFile::path)
        .containsExactly(work.resolve("own.tmp"));
  }

  @Test
  void whatIsNoTextHasNoDiff() {
    TurnResult result = turn(
        List.of(FileEdit.write(work.resolve("a.bin"), new byte[] {0, (byte) 0xff, 2})),
        files -> {});

    assertThat(result.changes())
        .containsExactly(ChangedFile.of(work.resolve("a.bin"), ChangedFile.Kind.ADD));
    assertThat(result.diff()).endsWith("Binary files /dev/null and b/a.bin differ\n");
  }
}
