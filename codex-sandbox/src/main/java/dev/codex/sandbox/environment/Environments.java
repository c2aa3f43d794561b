package dev.codex.sandbox.environment;

import dev.codex.error.ConfigException;
import dev.codex.exec.Sandbox;
import dev.codex.sandbox.EnvironmentPolicy;
import dev.codex.sandbox.remote.RemoteSandbox;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The places where commands can run. Which it is, is decided by name and once: where the chosen one
 * cannot be reached, nothing runs anywhere else.
 *
 * <p>{@code environments.toml} in Codex's folder counts if it is there; else {@code
 * CODEX_EXEC_SERVER_URL} names one place, {@code remote}, or with {@code none} no place at all;
 * else there is this machine, {@code local}.
 */
public final class Environments {

  /** This machine. */
  public static final String LOCAL = "local";

  private static final String REMOTE = "remote";
  private static final String URL = "CODEX_EXEC_SERVER_URL";
  private static final String NOISE = "CODEX_EXEC_SERVER_NOISE_";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, EnvironmentSpec> remote;
  private final boolean includesLocal;
  private final Optional<String> standard;

  private Environments(
      Map<String, EnvironmentSpec> remote, boolean includesLocal, Optional<String> standard) {
    this.remote = new LinkedHashMap<>(remote);
    this.includesLocal = includesLocal;
    this.standard = standard;
  }

  /**
   * What the variables and the folder say.
   *
   * @param home Codex's folder
   * @throws ConfigException if they say something that makes no sense
   */
  public static Environments of(Map<String, String> variables, Path home) {
    if (variables.keySet().stream().anyMatch(name -> name.startsWith(NOISE))) {
      throw new ConfigException("The variables " + NOISE + "… ask for an encrypted relay, which is"
          + " not spoken here. Unset them, and name the executor's WebSocket in " + URL + ".");
    }
    Path file = home.resolve("environments.toml");
    if (Files.exists(file)) {
      EnvironmentsFile.Content content = EnvironmentsFile.read(file);
      return new Environments(content.environments(), content.includesLocal(), content.standard());
    }
    String url = variables.getOrDefault(URL, "").strip();
    if (url.isEmpty()) {
      return new Environments(Map.of(), true, Optional.of(LOCAL));
    }
    if (url.equalsIgnoreCase("none")) {
      return new Environments(Map.of(), false, Optional.empty());
    }
    return new Environments(
        Map.of(
            REMOTE, new EnvironmentSpec.Listening(url(url), Optional.empty(), PATIENCE, PATIENCE)),
        false,
        Optional.of(REMOTE));
  }

  private static URI url(String url) {
    if (!url.startsWith("ws://") && !url.startsWith("wss://")) {
      throw new ConfigException(
          URL + " must be an address that begins with ws:// or wss://, or `none`.");
    }
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(URL + " is no address: " + e.getMessage(), e);
    }
  }

  /** All names, this machine's first. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    if (includesLocal) {
      names.add(LOCAL);
    }
    names.addAll(remote.keySet());
    return List.copyOf(names);
  }

  /** The one that is used unless another is named; empty if none is to be. */
  public Optional<String> standard() {
    return standard;
  }

  /** Whether the name is that of an executor elsewhere. */
  public boolean isRemote(String name) {
    return remote.containsKey(name);
  }

  /**
   * A sandbox in the place of this name, not connected yet; whoever asks closes it.
   *
   * @throws ConfigException if there is no executor of this name
   */
  public RemoteSandbox open(String name, EnvironmentPolicy policy) {
    EnvironmentSpec spec = remote.get(name);
    if (spec == null) {
      throw new ConfigException("There is no executor named `" + name + "`; there is "
          + (remote.isEmpty() ? "none" : String.join(", ", remote.keySet())) + ".");
    }
    try {
      return spec.open(policy);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("Environment `" + name + "`: " + e.getMessage(), e);
    }
  }

  /** What runs nothing, for where no place was chosen. */
  public static Sandbox nowhere() {
    return Nowhere.INSTANCE;
  }
}
