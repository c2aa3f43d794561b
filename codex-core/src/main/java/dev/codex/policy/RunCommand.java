package dev.codex.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/** A wish to run a command. */
@Value.Immutable
public non-sealed interface RunCommand extends ApprovalRequest {

  /** Program and arguments as they will be started, a shell included. */
  List<String> command();

  /** The script that a shell is to read, where the command is a shell with one; else empty. */
  @Value.Default
  default String script() {
    return "";
  }

  /** Where it will run; absolute. */
  Path workingDirectory();

  /** Whether it stays inside the sandbox. */
  @Value.Default
  default Confinement confinement() {
    return Confinement.SANDBOXED;
  }

  /** What the tool adds to the environment that the sandbox gives every command. */
  Map<String, String> environment();

  /**
   * How its environment differs from what every command of the session finds: by what the tool adds
   * and by what the command itself sets and removes, as far as its words tell. Filled in before
   * anybody judges.
   */
  List<EnvironmentChange> environmentChanges();

  /** The words that the model would like to have allowed for good; empty if it does not say. */
  List<String> prefixRule();

  /**
   * The first word of what is really run: of the script if there is one, else of the command.
   * For showing and for simple host rules; a script may run more than its first word says.
   */
  default String program() {
    String text = script().strip();
    if (text.isEmpty()) {
      return command().isEmpty() ? "" : command().get(0);
    }
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  /** What a person would call the command: its script if there is one, else all its words. */
  default String line() {
    return script().isEmpty() ? String.join(" ", command()) : script();
  }

  @Override
  default String display() {
    return DisplayText.of(line())
        + (environmentChanges().isEmpty()
            ? ""
            : environmentChanges().stream()
                .map(EnvironmentChange::toString)
                .collect(Collectors.joining(", ", " with ", "")))
        + " in "
        + DisplayText.of(workingDirectory().toString())
        + (confinement() == Confinement.ESCALATED ? ", outside the sandbox" : "");
  }

  /** Hosts that the command names; it may reach others. */
  default List<String> hosts() {
    return HostNames.in(line());
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Where a command wants to run. */
  enum Confinement {
    SANDBOXED,
    /** The model asks to run this outside the sandbox. */
    ESCALATED
  }

  /** Builds a request. */
  final class Builder extends ImmutableRunCommand.Builder {
    Builder() {}
  }
}
