package dev.codex.tools.shell;

import dev.codex.tool.ToolInvocation;
import dev.codex.tools.patch.Patch;
import dev.codex.tools.patch.PatchSyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A patch that a model hands to a shell instead of to the patch tool:
 *
 * <pre>{@code
 * cd project && apply_patch <<'EOF'
 * *** Begin Patch
 * ...
 * EOF
 * }</pre>
 *
 * <p>Only a command that does nothing else is one; with a pipe, a redirection or a second command
 * it is for the shell.
 *
 * @param patch the text of the patch, not parsed yet
 * @param directory where the command changes to first, as it spells it; a tilde means nothing
 */
public record ShellPatch(String patch, Optional<String> directory) {

  public static final Set<String> NAMES = Set.of("apply_patch", "applypatch");
  private static final Set<String> SHELLS = Set.of("bash", "zsh", "sh");

  /** What to answer to a command that is nothing but the text of a patch. */
  public static final String BARE_PATCH =
      "apply_patch verification failed: patch detected without explicit call to apply_patch."
          + " Rerun as [\"apply_patch\", \"<patch>\"]";

  /** The patch in a script, if the script is nothing but a call of apply_patch. */
  public static Optional<ShellPatch> in(String script) {
    if (NAMES.stream().noneMatch(script::contains)) {
      return Optional.empty();
    }
    return new ShellPatchScanner(script).scan();
  }

  /** The patch in a command: its argument, or in the script that a shell is to run. */
  public static Optional<ShellPatch> in(List<String> command) {
    if (command.size() == 2 && NAMES.contains(command.get(0))) {
      return Optional.of(new ShellPatch(command.get(1), Optional.empty()));
    }
    return script(command).flatMap(ShellPatch::in);
  }

  /** Whether a command is the text of a patch, which a shell would only stumble over. */
  public static boolean isBarePatch(String script) {
    if (!script.contains("*** Begin Patch")) {
      return false;
    }
    try {
      Patch.parse(script);
      return true;
    } catch (PatchSyntaxException e) {
      return false;
    }
  }

  /** The same call for the patch tool, in its freeform variant. */
  public ToolInvocation toInvocation(ToolInvocation shell) {
    Path start = shell.workingDirectory();
    return shell.toBuilder()
        .input(patch)
        .workingDirectory(directory.map(start::resolve).orElse(start).normalize())
        .build();
  }

  private static Optional<String> script(List<String> command) {
    if (command.size() != 3) {
      return Optional.empty();
    }
    String program = command.get(0);
    String name = program.substring(program.lastIndexOf('/') + 1);
    String flag = command.get(1);
    return SHELLS.contains(name) && (flag.equals("-c") || flag.equals("-lc"))
        ? Optional.of(command.get(2))
        : Optional.empty();
  }
}
