package dev.codex.internal.gate;

import dev.codex.item.CommandExecution;
import java.util.List;
import java.util.Locale;

/** Whether a command looks as if the sandbox had stopped it (codex-behaviour 4.2, step 8). */
public final class SandboxDenial {

  private static final int BAD_SYSTEM_CALL = 128 + 31;

  private static final List<String> SIGNS = List.of(
      "operation not permitted",
      "permission denied",
      "read-only file system",
      "seccomp",
      "sandbox",
      "landlock",
      "failed to write file");

  private SandboxDenial() {}

  public static boolean isLikely(CommandExecution command) {
    int exit = command.exitCode().orElse(0);
    if (exit == 0) {
      return false;
    }
    String output = command.output().toLowerCase(Locale.ROOT);
    return exit == BAD_SYSTEM_CALL || SIGNS.stream().anyMatch(output::contains);
  }
}
