package dev.codex.examples.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What was asked for on the command line of {@code exec}. */
@Value.Immutable
interface ExecOptions {

  /** The prompt as an argument; {@code -} and nothing mean standard input. */
  Optional<String> prompt();

  /** The session to go on with. */
  Optional<Resume> resume();

  List<Path> images();

  Optional<String> model();

  Optional<String> profile();

  Optional<String> sandboxMode();

  Optional<Path> workingDirectory();

  /** The name of the place where commands run. */
  Optional<String> environment();

  List<Path> writableFolders();

  /** {@code key=value}, in the order given. */
  List<String> overrides();

  Optional<Path> outputSchema();

  /** Where the last message is written to. */
  Optional<Path> lastMessageFile();

  /** Whether events are printed as JSON lines. */
  @Value.Default
  default boolean isJson() {
    return false;
  }

  @Value.Default
  default boolean skipsRepositoryCheck() {
    return false;
  }

  /** Whether nothing of the session is kept on disk. */
  @Value.Default
  default boolean isEphemeral() {
    return false;
  }

  @Value.Default
  default boolean ignoresRules() {
    return false;
  }

  @Value.Default
  default boolean ignoresUserConfig() {
    return false;
  }

  /** Whether a key that is not known ends the program. */
  @Value.Default
  default boolean isStrict() {
    return false;
  }

  /** Whether the hooks of hooks.json run, which nobody has reviewed for this program. */
  @Value.Default
  default boolean trustsHooks() {
    return false;
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Which session to go on with. */
  sealed interface Resume {
    /** The session of this id. */
    record Id(String id) implements Resume {}

    /** The latest one: of this folder, or of all. */
    record Last(Scope scope) implements Resume {}

    /** Which sessions count. */
    enum Scope {
      THIS_FOLDER,
      EVERYWHERE
    }
  }

  final class Builder extends ImmutableExecOptions.Builder {
    Builder() {}
  }
}
