package dev.codex.exec;

import dev.codex.error.ToolException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A program to start. None of its texts has a NUL character: an operating system takes that for the
 * end, and would start something else than was asked for.
 */
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

    /**
     * The command.
     *
     * @throws ToolException if one of its texts has a NUL character: an answer to the model that
     *     wrote it
     */
    @Override
    public Command build() {
      Command command = super.build();
      for (int i = 0; i < command.words().size(); i++) {
        check("word " + i, command.words().get(i));
      }
      check("working directory", command.workingDirectory().toString());
      command.environment().forEach((name, value) -> {
        check("name of an environment variable", name);
        check("environment variable " + name, value);
      });
      return command;
    }

    private static void check(String what, String text) {
      int index = text.indexOf('\0');
      if (index >= 0) {
        throw new ToolException("The " + what + " of the command has a NUL character (\\u0000) at"
            + " index " + index + ", which ends a text for the operating system. Send the command"
            + " without it; printf '\\0' writes one.");
      }
    }
  }
}
