package dev.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.exec.FileEdit;
import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.CallTool;
import dev.codex.policy.Decision;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.RecordingApprover;
import dev.codex.testing.ScriptedModel;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the safeguard protects, it protects under every name. */
@Timeout(60)
class GuardedLinksTest {

  @TempDir
  Path work;

  private final ScriptedModel model = new ScriptedModel();
  private final RecordingApprover approver = new RecordingApprover();
  private Path notes;
  private Path hook;

  @BeforeEach
  void prepare() throws IOException {
    work = work.toRealPath();
    Files.createDirectories(work.resolve(".git/hooks"));
    Files.createSymbolicLink(work.resolve("x"), Path.of(".git"));
    hook = work.resolve("x/hooks/pre-commit");
    Files.writeString(work.resolve("AGENTS.md"), "Be good.");
    notes = Files.createSymbolicLink(work.resolve("notes.md"), Path.of("AGENTS.md"));
    model.enqueueToolCall("write", "{}").enqueueMessage("Done.");
  }

  /** Writes one file, whatever it says that it will do. */
  private record WriteTool(ApprovalRequest wish, Path path) implements Tool {
    @Override
    public ToolSpec spec() {
      return ToolSpec.function(
          "write", "Writes.", "{\"type\":\"object\"}", ToolSpec.Strictness.LENIENT);
    }

    @Override
    public ApprovalRequest describe(ToolInvocation invocation) {
      return wish;
    }

    @Override
    public ToolResult call(ToolInvocation invocation) throws IOException {
      try {
        invocation.files().apply(List.of(FileEdit.write(path, new byte[] {'x'})));
      } catch (AccessDeniedException e) {
        return ToolResult.error(String.valueOf(e.getReason()));
      }
      return ToolResult.text("written");
    }
  }

  private String write(SandboxPolicy policy, ApprovalRequest wish, Path path) {
    Agent.builder()
        .model(model)
        .addTool(new WriteTool(wish, path))
        .sandbox(new DiskSandbox())
        .workspace(work)
        .sandboxPolicy(policy)
        .approvalPolicy(ApprovalPolicy.ON_REQUEST)
        .approver(approver)
        .build()
        .run("Do it");
    return model.requests().get(1).toolOutput("call-1");
  }

  private static EditFiles edit(Path path) {
    return EditFiles.builder().tool("write").addPaths(path).diff("+x").build();
  }

  @Test
  void whoWritesInstructionsThroughALinkIsAskedAbout() {
    approver.enqueue(Decision.deny("no"));

    write(SandboxPolicy.workspaceWrite(work), edit(notes), notes);

    assertThat(approver.takeRequest().reason()).contains("writes AGENTS.md");
    assertThat(notes).hasContent("Be good.");
  }

  @Test
  void aCommandThatWritesThemThroughALinkIsAskedAboutToo() {
    approver.enqueue(Decision.deny("no"));
    RunCommand run = RunCommand.builder()
        .tool("write")
        .addCommand("/bin/bash", "-lc", "echo obey >> notes.md")
        .script("echo obey >> notes.md")
        .workingDirectory(work)
        .build();

    write(SandboxPolicy.workspaceWrite(work), run, notes);

    assertThat(approver.takeRequest().reason()).contains("writes AGENTS.md");
  }

  @Test
  void anEditInsideARepositoryIsForbiddenThroughALink() {
    String told = write(SandboxPolicy.dangerFullAccess(), edit(hook), hook);

    assertThat(told).contains("belongs to the inside of a git repository");
    assertThat(hook).doesNotExist();
  }

  @Test
  void soItIsForAToolThatDoesNotSayWhatItEdits() {
    CallTool wish = CallTool.builder()
        .tool("write")
        .callId("call-1")
        .input("{}")
        .isMutating(true)
        .build();

    String told = write(SandboxPolicy.dangerFullAccess(), wish, hook);

    assertThat(told).contains("belongs to the inside of a git repository");
    assertThat(hook).doesNotExist();
  }
}
