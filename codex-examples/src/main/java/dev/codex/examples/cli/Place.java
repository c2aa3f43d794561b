package dev.codex.examples.cli;

import dev.codex.config.Config;
import dev.codex.config.ShellEnvironment;
import dev.codex.error.ConfigException;
import dev.codex.exec.FileAccess;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.PlatformSandbox;
import dev.codex.sandbox.environment.Environments;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the commands of a run are run. Nothing is connected before somebody asks for what is there;
 * closing it ends what still runs elsewhere.
 */
final class Place implements AutoCloseable {

  private final Surroundings surroundings;
  private final Environments environments;
  private final Optional<String> name;
  private @Nullable RemoteSandbox remote;

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

  /** What runs commands here; the same one each time if it is elsewhere. */
  Sandbox sandbox(Config config) {
    if (name.isEmpty()) {
      return Environments.nowhere();
    }
    return isRemote()
        ? remote(config)
        : PlatformSandbox.fromEnvironment()
            .variables(surroundings.environment())
            .environment(policy(config))
            .editJournal(surroundings.home().resolve("edits"))
            .build();
  }

  private RemoteSandbox remote(Config config) {
    if (remote == null) {
      remote = environments.open(name.orElseThrow(), policy(config));
    }
    return remote;
  }

  /**
   * Whether the folder is in a repository, in this place. Connects to it if it is elsewhere, since
   * a folder of the same name on this machine says nothing about one there.
   *
   * @throws ExecException if the place cannot be reached
   */
  boolean isInRepository(Path folder, Config config) {
    try {
      FileAccess files = isRemote() ? remote(config).files(SandboxPolicy.dangerFullAccess()) : null;
      for (Path at = folder; at != null; at = at.getParent()) {
        Path marker = at.resolve(".git");
        if (files == null ? Files.exists(marker) : files.status(marker).isPresent()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /**
   * Connects to it if it is elsewhere.
   *
   * @throws ExecException if it cannot be reached
   */
  void reach(Config config) {
    if (!isRemote()) {
      return;
    }
    try {
      remote(config).info();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private ExecException unreachable(IOException why) {
    return new ExecException("The environment `" + name.orElseThrow() + "` is not available: "
        + why.getMessage() + ". Nothing was run, there or on this machine.");
  }

  private static EnvironmentPolicy policy(Config config) {
    ShellEnvironment shell = config.shellEnvironment();
    EnvironmentPolicy.Builder policy = EnvironmentPolicy.builder()
        .exclude(shell.exclude())
        .includeOnly(shell.includeOnly())
        .set(shell.set());
    shell
        .inherit()
        .map(inherit -> EnvironmentPolicy.Inherit.valueOf(inherit.name()))
        .ifPresent(policy::inherit);
    shell
        .ignoreDefaultExcludes()
        .map(ignore ->
            ignore ? EnvironmentPolicy.Secrets.INHERITED : EnvironmentPolicy.Secrets.KEPT_BACK)
        .ifPresent(policy::secrets);
    return policy.build();
  }

  @Override
  public void close() {
    if (remote != null) {
      remote.close();
    }
  }
}
