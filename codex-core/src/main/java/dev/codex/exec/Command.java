package dev.codex.exec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A program to start. */
@Value.Immutable
public interface Command {

  /** Program and arguments; nothing is expanded. */
  List<String> words();

  /** Absolute. Never widens what the sandbox policy allows. */
  Path workingDirectory();

  /** Added to the environment that the sandbox gives every command; wins over it. */
  Map<String, String> environment();

  /**
   * Gives the command a pseudo terminal of this size instead of pipes. The default is pipes. A
   * sandbox that has no terminals refuses the command.
   */
  Optional<TerminalSize> terminal();

  static Command of(Path workingDirectory, String... words) {
    return builder().addWords(words).workingDirectory(workingDirectory).build();
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a command. */
  final class Builder extends ImmutableCommand.Builder {
    Builder() {}
  }
}
