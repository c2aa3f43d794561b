package dev.codex.tools.shell;

import dev.codex.error.ToolException;
import dev.codex.policy.ApprovalRequest;
import dev.codex.tool.Tool;
import dev.codex.tool.ToolInvocation;
import dev.codex.tool.ToolResult;
import dev.codex.tools.patch.ApplyPatchTool;
import dev.codex.tools.place.Places;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Commands that do nothing but apply a patch: they are patches, for the gate as well. */
final class PatchInterception {

  private static final String MARKER = "*** Begin Patch";

  private final Tool patches;

  PatchInterception(Places places) {
    patches = ApplyPatchTool.freeform().inEnvironments(places.directories());
  }

  /**
   * The call of the patch tool that the script stands for, if it does.
   *
   * @throws ToolException if it is the text of a patch and no script at all
   */
  Optional<ToolInvocation> in(String script, Path workingDirectory, ToolInvocation invocation) {
    if (ShellPatch.isBarePatch(script)) {
      throw new ToolException(ShellPatch.BARE_PATCH);
    }
    return ShellPatch.in(script).map(patch -> call(patch, workingDirectory, invocation));
  }

  /** The same for a command that is given by its words. */
  Optional<ToolInvocation> in(
      List<String> words, Path workingDirectory, ToolInvocation invocation) {
    if (words.stream().noneMatch(word -> word.contains(MARKER))) {
      return Optional.empty();
    }
    if (words.size() == 1 && ShellPatch.isBarePatch(words.get(0))) {
      throw new ToolException(ShellPatch.BARE_PATCH);
    }
    return ShellPatch.in(words).map(patch -> call(patch, workingDirectory, invocation));
  }

  private static ToolInvocation call(
      ShellPatch patch, Path workingDirectory, ToolInvocation invocation) {
    return patch.toInvocation(
        invocation.toBuilder().workingDirectory(workingDirectory).build());
  }

  ApprovalRequest describe(ToolInvocation patch) {
    return patches.describe(patch);
  }

  ToolResult apply(ToolInvocation patch) throws Exception {
    return patches.call(patch);
  }
}
