package dev.codex.examples.cli;

import dev.codex.error.ConfigException;
import dev.codex.exec.Sandbox;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.environment.Environments;
import java.util.Optional;

/** Where the commands of a run are run. */
final class Place {

  private final Surroundings surroundings;
  private final Environments environments;
  private final Optional<String> name;

  private Place(Surroundings surroundings, Environments environments, Optional<String> name) {
    this.surroundings = surroundings;
    this.environments = environments;
    this.name = name;
  }

  /** The place that was asked for, or what the surroundings say. */
  static Place of(Surroundings surroundings, Optional<String> asked) {
    Environments environments = Environments.of(surroundings.environment(), surroundings.home());
    if (asked.isPresent() && !environments.names().contains(asked.get())) {
      throw new ConfigException("There is no environment `" + asked.get() + "`; there is "
          + (environments.names().isEmpty() ? "none" : String.join(", ", environments.names()))
          + ".");
    }
    return new Place(surroundings, environments, asked.or(environments::standard));
  }

  boolean isRemote() {
    return name.filter(environments::isRemote).isPresent();
  }

  Sandbox sandbox(EnvironmentPolicy policy) {
    if (name.isEmpty()) {
      return Environments.nowhere();
    }
    return isRemote()
        ? environments.open(name.get(), policy)
        : PlatformSandbox.fromEnvironment()
            .variables(surroundings.environment())
            .environment(policy)
            .editJournal(surroundings.home().resolve("edits"))
            .build();
  }
}
