/**
 * Editing files with patches, in Codex's apply_patch format.
 *
 * <p>Most hosts only add {@link dev.codex.tools.patch.ApplyPatchTool} to an agent. Who wants the
 * engine alone takes it in three steps, of which only the last one writes:
 *
 * <pre>{@code
 * Patch patch = Patch.parse(text);
 * PatchPlan plan = PatchPlan.of(patch, workingDirectory, files);
 * plan.apply(files);
 * }</pre>
 *
 * <p>Files are treated as bytes: lines that a patch does not touch come out as they were, with
 * their own line ends and in whatever encoding.
 */
@NullMarked
package dev.codex.tools.patch;

import org.jspecify.annotations.NullMarked;
