package dev.codex.tools.patch;

import dev.codex.error.ToolException;
import dev.codex.exec.FileAccess;
import dev.codex.exec.FileEdit;
import dev.codex.item.FileChange;
import dev.codex.item.WorkStatus;
import dev.codex.policy.ApprovalRequest;
import dev.codex.policy.EditFiles;
import dev.codex.tool.Describe;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tool.ToolSpec;
import dev.codex.tools.place.Places;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tool by which a model edits files: {@code apply_patch}. A patch is checked against all its
 * files before anybody is asked for approval and before anything is written; then all of it is
 * written or nothing.
 */
public final class ApplyPatchTool implements Tool {

  private static final String NAME = "apply_patch";
  private static final String FAILED = "apply_patch verification failed: ";
  private static final String EMPTY = "patch rejected: empty patch";

  private final ToolSpec spec;
  private final Places places;

  private ApplyPatchTool(ToolSpec spec, Places places) {
    this.spec = spec;
    this.places = places;
  }

  /** For models that know freeform tools: the call is the patch itself. */
  public static ApplyPatchTool freeform() {
    return new ApplyPatchTool(
        new ToolSpec.Freeform(
            NAME, resource("freeform.md").strip(), "lark", resource("apply_patch.lark")),
        Places.none());
  }

  /** For models and servers that only know JSON: the patch is the argument {@code input}. */
  public static ApplyPatchTool function() {
    return new ApplyPatchTool(
        ToolSpec.function(
            NAME,
            resource("function.md").strip(),
            resource("parameters.json").strip(),
            ToolSpec.Strictness.STRICT),
        Places.none());
  }

  /**
   * The same tool, whose patches may name an environment in the line {@code *** Environment ID: x}
   * after the first one: their relative paths begin there. Where there is no choice the line says
   * nothing.
   */
  public ApplyPatchTool inEnvironments(Map<String, Path> directories) {
    Places environments = Places.of(directories);
    String hint = environments.patchHint();
    ToolSpec hinted = spec instanceof ToolSpec.Freeform freeform
        ? new ToolSpec.Freeform(
            NAME,
            freeform.description() + hint,
            freeform.syntax(),
            hint.isEmpty() ? freeform.grammar() : withEnvironment(freeform.grammar()))
        : ToolSpec.function(
            NAME,
            resource("function.md").strip() + hint,
            resource("parameters.json").strip(),
            ToolSpec.Strictness.STRICT);
    return new ApplyPatchTool(hinted, environments);
  }

  private static String withEnvironment(String grammar) {
    return grammar.replace("start: begin_patch hunk+", "start: begin_patch environment? hunk+")
        + "\nenvironment: \"*** Environment ID: \" /[A-Za-z0-9_-]+/ LF\n";
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ApprovalRequest describe(ToolInvocation invocation) {
    String text = text(invocation);
    PatchPlan plan;
    try {
      plan = plan(text, invocation);
    } catch (PatchException e) {
      throw new ToolException(message(e), e);
    }
    return EditFiles.builder()
        .tool(NAME)
        .callId(invocation.callId())
        .paths(plan.paths())
        .diff(text)
        .reason(reason(plan))
        .build();
  }

  @Override
  public boolean needsSandbox() {
    return true;
  }

  @Override
  public ToolResult call(ToolInvocation invocation) {
    PatchPlan plan;
    try {
      plan = plan(text(invocation), invocation);
    } catch (PatchException e) {
      return ToolResult.error(message(e));
    }
    String refusal = refusal(plan, invocation);
    if (!refusal.isEmpty()) {
      return ToolResult.error(refusal);
    }
    if (invocation.cancellation().isCancelled()) {
      return ToolResult.error("patch rejected: cancelled before anything was written");
    }
    return write(plan, invocation);
  }

  private static ToolResult write(PatchPlan plan, ToolInvocation invocation) {
    FileChange change = FileChange.builder()
        .id(invocation.callId())
        .changes(plan.changes())
        .status(WorkStatus.IN_PROGRESS)
        .build();
    long start = System.nanoTime();
    invocation.progress().started(change);
    WorkStatus status = WorkStatus.FAILED;
    try {
      plan.apply(invocation.files());
      status = WorkStatus.COMPLETED;
      for (String approximation : plan.approximations()) {
        invocation.progress().output(change.id(), approximation + "\n");
      }
      return ToolResult.text(output(0, start, plan.summary()));
    } catch (IOException e) {
      return ToolResult.error(output(1, start, WriteFailure.message(e, plan.edits()) + "\n"));
    } finally {
      invocation.progress().completed(change.toBuilder().status(status).build());
    }
  }

  /** Whoever has to approve sees only the patch, and not what it meets. */
  private static String reason(PatchPlan plan) {
    List<String> reasons = new ArrayList<>(plan.approximations());
    if (!plan.replaced().isEmpty()) {
      reasons.add(0, "Replaces files that exist: " + String.join(", ", plan.replaced()));
    }
    return String.join("\n", reasons);
  }

  /** Empty, or why the policy does not let this be written. */
  private static String refusal(PatchPlan plan, ToolInvocation invocation) {
    FileAccess files = invocation.files();
    if (plan.edits().stream().map(FileEdit::path).allMatch(files::isWritable)) {
      return "";
    }
    // a root itself need not be writable for what is below it to be
    boolean readOnly = !files.isWritable(invocation.workingDirectory().resolve("file"))
        && plan.edits().stream().map(FileEdit::path).noneMatch(files::isWritable);
    return readOnly
        ? "patch rejected: writing is blocked by read-only sandbox;"
            + " rejected by user approval settings"
        : "patch rejected: writing outside of the project; rejected by user approval settings";
  }

  private PatchPlan plan(String text, ToolInvocation invocation) {
    Patch patch = Patch.parse(text);
    if (patch.hunks().isEmpty()) {
      throw new EmptyPatchException();
    }
    if (!patch.environmentId().isEmpty() && !places.isChoice()) {
      throw new ToolException("apply_patch environment selection is unavailable for this turn");
    }
    Path directory = places.in(patch.environmentId(), invocation).workingDirectory();
    return PatchPlan.of(patch, directory, invocation.files());
  }

  private String text(ToolInvocation invocation) {
    return spec instanceof ToolSpec.Freeform
        ? invocation.input()
        : invocation.argumentsAs(Arguments.class).input();
  }

  private static String message(PatchException e) {
    return e instanceof EmptyPatchException ? EMPTY : FAILED + e.getMessage();
  }

  private static String output(int exitCode, long start, String text) {
    long tenths = Math.round((System.nanoTime() - start) / 1e8);
    String seconds = tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
    return "Exit code: " + exitCode + "\nWall time: " + seconds + " seconds\nOutput:\n" + text;
  }

  private static String resource(String name) {
    try (InputStream in = ApplyPatchTool.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Resource " + name + " is missing from the jar.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The arguments of the function variant. */
  record Arguments(@Describe("The whole patch") String input) {}

  /** A patch without hunks. */
  private static final class EmptyPatchException extends PatchException {
    private static final long serialVersionUID = 1L;

    EmptyPatchException() {
      super("empty patch");
    }
  }
}
