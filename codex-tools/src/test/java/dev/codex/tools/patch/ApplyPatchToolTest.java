package dev.codex.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.ToolException;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.exec.FileEntry;
import dev.codex.exec.FileStatus;
import dev.codex.item.ChangedFile;
import dev.codex.item.FileChange;
import dev.codex.item.WorkItem;
import dev.codex.item.WorkStatus;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.EditFiles;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.InMemoryFiles;
import dev.codex.tool.Cancellation;
import dev.codex.tool.Progress;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApplyPatchToolTest {

  private static final Path HOME = Path.of("/project").toAbsolutePath();
  private static final Path FILE = HOME.resolve("a.txt");
  private static final String UPDATE = patch("*** Update File: a.txt\n-a\n+A");

  private final InMemoryFiles files = new InMemoryFiles().put(FILE, "a\n");
  private final List<WorkItem> reported = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final ApplyPatchTool tool = ApplyPatchTool.freeform();

  @Test
  void aPatchIsAppliedAndReported() {
    ToolResult result = tool.call(invocation(UPDATE, files));

    assertThat(result.isError()).isFalse();
    assertThat(result.text().replaceFirst("time: \\d+(\\.\\d)? s", "time: 0 s")).isEqualTo("""
            Exit code: 0
            Wall time: 0 seconds
            Output:
            Success. Updated the following files:
            M a.txt
            """);
    assertThat(files.text(FILE)).isEqualTo("A\n");
    assertThat(reported)
        .containsExactly(change(WorkStatus.IN_PROGRESS), change(WorkStatus.COMPLETED));
    assertThat(outputs).isEmpty();
  }

  @Test
  void aPatchForAnotherPlaceIsNotAppliedHere() {
    String text = patch("*** Environment ID: there\n*** Update File: a.txt\n-a\n+A");

    assertThatThrownBy(() -> tool.call(invocation(text, files)))
        .isInstanceOf(ToolException.class)
        .hasMessage("apply_patch environment selection is unavailable for this turn");
    assertThat(files.text(FILE)).isEqualTo("a\n");
  }

  @Test
  void whatAnAddReplacesIsToldToTheModelAndBeforeToWhoeverApproves() {
    String text = patch("*** Add File: ./a.txt\n+n\n*** Add File: b.txt\n+n");

    ApprovalRequest request = tool.describe(invocation(text, files));
    ToolResult result = tool.call(invocation(text, files));

    assertThat(request.reason()).isEqualTo("Replaces files that exist: ./a.txt");
    assertThat(result.text())
        .endsWith("Output:\nSuccess. Updated the following files:\nA ./a.txt\nA b.txt\n"
            + "Note: ./a.txt existed. All that it had was replaced; to keep the rest of a file, use"
            + " *** Update File.\n");
    assertThat(files.text(FILE)).isEqualTo("n\n");
  }

  @Test
  void whatFittedOnlyNearlyIsToldToPeople() {
    files.put(FILE, "top\nexact\nblank \n  indented\nit\u2019s\nend\n");
    String text = patch("*** Update File: a.txt\n@@\n exact\n-blank\n+B\n@@\n-indented\n+I\n@@\n"
        + " it's\n-end\n+E");

    ApprovalRequest request = tool.describe(invocation(text, files));
    ToolResult result = tool.call(invocation(text, files));

    String rest = " than in the patch. Lines that it keeps were left as the file has them.\n";
    String told = "a.txt, line 2: found only with other blanks at line ends" + rest
        + "a.txt, line 4: found only with another indentation" + rest
        + "a.txt, line 5: found only with other dashes, quotes or blanks" + rest;
    assertThat(String.join("", outputs)).isEqualTo(told);
    assertThat(request.reason() + "\n").isEqualTo(told);
    assertThat(result.text()).endsWith("Output:\nSuccess. Updated the following files:\nM a.txt\n");
    assertThat(files.text(FILE)).isEqualTo("top\nexact\nB\nI\nit\u2019s\nE\n");
  }

  @Test
  void aPatchIsDescribedByItsPathsAndText() {
    String text = patch("*** Update File: a.txt\n*** Move to: b.txt\n-a\n+A");

    assertThat(tool.describe(invocation(text, files)))
        .isEqualTo(EditFiles.builder()
            .tool("apply_patch")
            .callId("call-1")
            .addPaths(FILE, HOME.resolve("b.txt"))
            .diff(text)
            .build());
    assertThat(files.paths()).containsExactly(FILE);
    assertThat(reported).isEmpty();
  }

  @Test
  void whatCannotBeAppliedIsNeverPutToAnybody() {
    String text = patch("*** Delete File: b.txt");

    assertThatThrownBy(() -> tool.describe(invocation(text, files)))
        .isExactlyInstanceOf(ToolException.class)
        .hasMessage("apply_patch verification failed: Failed to read "
            + HOME.resolve("b.txt")
            + ": No such file or directory (os error 2)");
  }

  @Test
  void aPatchThatFitsInPartChangesNothing() {
    ToolResult result =
        tool.call(invocation(patch("*** Add File: n\n+n\n*** Update File: a.txt\n-x"), files));

    assertThat(result)
        .isEqualTo(ToolResult.error(
            "apply_patch verification failed: Failed to find expected lines in " + FILE + ":\nx"));
    assertThat(files.paths()).containsExactly(FILE);
    assertThat(reported).isEmpty();
  }

  @Test
  void textThatIsNoPatchIsRefused() {
    assertThat(tool.call(invocation("hello", files)))
        .isEqualTo(ToolResult.error(
            "apply_patch verification failed: invalid patch: The first line of the patch must"
                + " be '*** Begin Patch'"));
    assertThat(tool.call(invocation("*** Begin Patch\n*** End Patch", files)))
        .isEqualTo(ToolResult.error("patch rejected: empty patch"));
  }

  @Test
  void aReadOnlyPolicyRejectsEveryPatch() {
    FileAccess readOnly = files.under(SandboxPolicy.readOnly());

    assertThat(tool.call(invocation(UPDATE, readOnly)))
        .isEqualTo(ToolResult.error("patch rejected: writing is blocked by read-only sandbox;"
            + " rejected by user approval settings"));
    assertThat(files.text(FILE)).isEqualTo("a\n");
    assertThat(reported).isEmpty();
  }

  @Test
  void onePathOutsideRejectsTheWholePatch() {
    FileAccess workspace = files.under(SandboxPolicy.workspaceWrite(HOME));
    String outside = "patch rejected: writing outside of the project;";

    assertThat(
            tool.call(invocation(patch("*** Add File: n\n+n\n*** Add File: ../x\n+x"), workspace)))
        .isEqualTo(ToolResult.error(outside + " rejected by user approval settings"));
    assertThat(tool.call(invocation(patch("*** Add File: ../x\n+x"), workspace)))
        .isEqualTo(ToolResult.error(outside + " rejected by user approval settings"));
    assertThat(tool.call(
            invocation(patch("*** Update File: a.txt\n*** Move to: ../x\n-a"), workspace)))
        .isEqualTo(ToolResult.error(outside + " rejected by user approval settings"));
    assertThat(files.paths()).containsExactly(FILE);
  }

  @Test
  void aFailingWriteIsReportedAsFailed() {
    files.put(HOME.resolve("folder/x"), "x\n");

    ToolResult result = tool.call(invocation(patch("*** Add File: folder\n+x"), files));

    assertThat(result.isError()).isTrue();
    assertThat(result.text())
        .startsWith("Exit code: 1\nWall time: ")
        .endsWith(" seconds\nOutput:\nFailed to write file " + HOME.resolve("folder") + "\n");
    assertThat(reported)
        .extracting(WorkItem::status)
        .containsExactly(WorkStatus.IN_PROGRESS, WorkStatus.FAILED);
  }

  @Test
  void theFileThatCouldNotBeChangedIsNamed() {
    FileAccess stubborn = new Stubborn(files, FILE);
    String text = patch("*** Add File: n\n+n\n*** Delete File: a.txt");

    assertThat(tool.call(invocation(text, stubborn)).text())
        .endsWith("Output:\nFailed to delete file " + FILE + "\n");
  }

  @Test
  void aCancelledCallWritesNothing() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();

    ToolResult result = tool.call(
        invocation(UPDATE, files).toBuilder().cancellation(cancellation).build());

    assertThat(result.isError()).isTrue();
    assertThat(files.text(FILE)).isEqualTo("a\n");
  }

  @Test
  void theFunctionTakesThePatchAsAnArgument() {
    String arguments = """
        {"input": "*** Begin Patch\\n*** Update File: a.txt\\n-a\\n+A\\n*** End Patch"}""";

    ToolResult result = ApplyPatchTool.function().call(invocation(arguments, files));

    assertThat(result.isError()).as(result.text()).isFalse();
    assertThat(files.text(FILE)).isEqualTo("A\n");
  }

  @Test
  void bothVariantsAreNamedAlike() {
    ToolSpec.Freeform freeform = (ToolSpec.Freeform) tool.spec();
    ToolSpec.Function function = (ToolSpec.Function) ApplyPatchTool.function().spec();

    assertThat(freeform.name()).isEqualTo("apply_patch").isEqualTo(function.name());
    assertThat(freeform.syntax()).isEqualTo("lark");
    assertThat(freeform.grammar()).startsWith("start: begin_patch hunk+ end_patch\n");
    assertThat(function.parameters()).contains("\"required\":[\"input\"]");
    assertThat(tool.isParallelSafe()).isFalse();
    assertThat(tool.isMutating()).isTrue();
  }

  @Test
  void theExampleInTheDescriptionIsAPatch() {
    String description = ((ToolSpec.Function) ApplyPatchTool.function().spec()).description();
    String end = "*** End Patch\n";
    int start = description.indexOf("*** Begin Patch\n");

    Patch patch =
        Patch.parse(description.substring(start, description.indexOf(end) + end.length()));

    assertThat(patch.hunks())
        .extracting(Hunk::path)
        .containsExactly("docs/new.txt", "src/app.py", "old.txt");
  }

  private static FileChange change(WorkStatus status) {
    return FileChange.builder()
        .id("call-1")
        .addChanges(ChangedFile.builder()
            .path(FILE)
            .kind(ChangedFile.Kind.UPDATE)
            .diff("@@ -1 +1 @@\n-a\n+A\n")
            .build())
        .status(status)
        .build();
  }

  private static String patch(String body) {
    return "*** Begin Patch\n" + body + "\n*** End Patch";
  }

  private ToolInvocation invocation(String input, FileAccess access) {
    return ToolInvocation.builder()
        .sessionId("session")
        .turnId("turn")
        .callId("call-1")
        .input(input)
        .workingDirectory(HOME)
        .commands(command -> {
          throw new AssertionError("a patch starts no command: " + command);
        })
        .files(access)
        .progress(new Recorder(reported, outputs))
        .build();
  }

  /** Keeps what is reported. */
  private record Recorder(List<WorkItem> items, List<String> outputs) implements Progress {
    @Override
    public void started(WorkItem item) {
      items.add(item);
    }

    @Override
    public void output(String itemId, String text) {
      outputs.add(text);
    }

    @Override
    public void completed(WorkItem item) {
      items.add(item);
    }
  }

  /** Files of which one cannot be changed, which shows only in the attempt. */
  private record Stubborn(FileAccess files, Path fixed) implements FileAccess {
    @Override
    public Optional<FileStatus> status(Path path) throws IOException {
      return files.status(path);
    }

    @Override
    public byte[] read(Path path) throws IOException {
      return files.read(path);
    }

    @Override
    public List<FileEntry> list(Path directory) throws IOException {
      return files.list(directory);
    }

    @Override
    public boolean isWritable(Path path) {
      return files.isWritable(path);
    }

    @Override
    public void apply(List<FileEdit> edits) throws IOException {
      throw new AccessDeniedException(fixed.toString());
    }
  }
}
