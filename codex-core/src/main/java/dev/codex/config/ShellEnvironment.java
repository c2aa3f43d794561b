package dev.codex.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** Which variables a command is given; Codex's {@code shell_environment_policy}. */
@Value.Immutable
public interface ShellEnvironment {

  /** Empty if the configuration does not say. */
  Optional<Inherit> inherit();

  /**
   * Whether variables that look like secrets ({@code *KEY*}, {@code *SECRET*}, {@code *TOKEN*})
   * are inherited as well; empty if the configuration does not say.
   */
  Optional<Boolean> ignoreDefaultExcludes();

  /** Names that are not inherited, with {@code *} and {@code ?}. */
  List<String> exclude();

  /** If not empty, the only names that are kept, with {@code *} and {@code ?}. */
  List<String> includeOnly();

  /** Variables that are set whatever was inherited. */
  @Value.Redacted
  Map<String, String> set();

  static Builder builder() {
    return new Builder();
  }

  /** Where a command's variables come from. */
  enum Inherit {
    ALL,
    /** Only what a shell needs: PATH, HOME, SHELL, USER and the like. */
    CORE,
    NONE
  }

  /** Builds an environment. */
  final class Builder extends ImmutableShellEnvironment.Builder {
    Builder() {}
  }
}
