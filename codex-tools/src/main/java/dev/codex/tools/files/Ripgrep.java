package dev.codex.tools.files;

import dev.codex.error.ToolException;
import dev.codex.exec.Command;
import dev.codex.exec.RunningCommand;
import dev.codex.tool.Cancellation;
import dev.codex.tool.ToolInvocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Searches with {@code rg}, confined as every command of the session is. */
final class Ripgrep {

  private static final int NOTHING_FOUND = 1;
  private static final int NO_PROGRAM = 127;
  private static final int MAX_OUTPUT = 4 << 20;

  private Ripgrep() {}

  /** The files, last changed first; empty if there is no such program. */
  static Optional<List<Path>> search(GrepQuery query, ToolInvocation invocation, Duration timeout)
      throws InterruptedException, IOException {
    Command command = Command.builder()
        .words(words(query))
        .workingDirectory(invocation.workingDirectory())
        .build();
    try (RunningCommand running = invocation.commands().start(command);
        Cancellation.Registration ignored = invocation.cancellation().onCancel(running::kill)) {
      running.input().close();
      byte[] output = running.output().readNBytes(MAX_OUTPUT);
      OptionalInt exit = running.waitFor(timeout);
      String text = new String(output, StandardCharsets.UTF_8);
      if (exit.isEmpty()) {
        throw new ToolException("rg timed out after " + timeout.toSeconds()
            + " s; search in a smaller folder or for less");
      }
      return found(exit.getAsInt(), text, invocation.workingDirectory());
    } catch (ToolException e) {
      if (String.valueOf(e.getMessage()).startsWith("No such file")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static List<String> words(GrepQuery query) {
    List<String> words = new ArrayList<>(
        List.of("rg", "--no-config", "--files-with-matches", "--sortr=modified", "--no-messages"));
    query.include().ifPresent(glob -> words.addAll(List.of("--glob", glob)));
    words.addAll(List.of("--regexp", query.pattern(), "--", query.path().toString()));
    return words;
  }

  private static Optional<List<Path>> found(int exit, String text, Path directory) {
    if (exit == NO_PROGRAM) {
      return Optional.empty();
    }
    List<Path> paths =
        text.lines().filter(line -> !line.isBlank()).map(directory::resolve).toList();
    if (exit != 0 && exit != NOTHING_FOUND && paths.isEmpty()) {
      throw new ToolException("rg failed: " + text.strip());
    }
    return Optional.of(paths);
  }
}
