package dev.codex.item;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** A command that was run. */
@Value.Immutable
public non-sealed interface CommandExecution extends WorkItem {

  /** Program and arguments as they were started. */
  List<String> command();

  /** {@link #command()} as one line that a POSIX shell would split into the same words. */
  default String commandLine() {
    return ShellWords.join(command());
  }

  Path workingDirectory();

  /** Standard output and error in the order of arrival, as far as they were kept. */
  @Value.Default
  default String output() {
    return "";
  }

  /** Empty while the command runs; 128 + n for a command that signal n ended. */
  OptionalInt exitCode();

  /** Zero while the command runs. */
  @Value.Default
  default Duration duration() {
    return Duration.ZERO;
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  final class Builder extends ImmutableCommandExecution.Builder {
    Builder() {}
  }
}
