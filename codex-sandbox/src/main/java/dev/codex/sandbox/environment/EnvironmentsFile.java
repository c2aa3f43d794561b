package dev.codex.sandbox.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codex.error.ConfigException;
import dev.codex.internal.toml.Toml;
import dev.codex.internal.toml.TomlException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code environments.toml}. What is not understood is an error, since it says where. */
final class EnvironmentsFile {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Set<String> TOP = Set.of("default", "include_local", "environments");
  private static final Set<String> ENTRY = Set.of(
      "id",
      "url",
      "program",
      "auth_bearer_token",
      "args",
      "env",
      "cwd",
      "connect_timeout_sec",
      "initialize_timeout_sec",
      "skills");
  private static final Set<String> ONLY_PROGRAM = Set.of("args", "env", "cwd");
  private static final Set<String> ONLY_URL = Set.of("auth_bearer_token", "connect_timeout_sec");
  private static final double SECONDS = 10;

  private final Path file;
  private final Map<String, EnvironmentSpec> found = new LinkedHashMap<>();

  private EnvironmentsFile(Path file) {
    this.file = file;
  }

  /** What a file says. */
  record Content(
      Map<String, EnvironmentSpec> environments,
      boolean includesLocal,
      Optional<String> standard) {}

  static Content read(Path file) {
    return new EnvironmentsFile(file).read();
  }

  private Content read() {
    JsonNode root = tree();
    keys(root, TOP, "at the top level");
    for (JsonNode entry : root.path("environments")) {
      add(entry);
    }
    boolean local = root.path("include_local").asBoolean(true);
    Optional<String> standard = root.hasNonNull("default")
        ? Optional.of(root.path("default").asText())
        : local ? Optional.of(Environments.LOCAL) : Optional.empty();
    standard = standard.filter(id -> !id.equals("none"));
    if (standard.isPresent()
        && !found.containsKey(standard.get())
        && !(local && standard.get().equals(Environments.LOCAL))) {
      throw wrong("default environment `" + standard.get() + "` is not configured");
    }
    return new Content(found, local, standard);
  }

  private JsonNode tree() {
    try {
      return new ObjectMapper().valueToTree(Toml.parse(Files.readString(file)));
    } catch (TomlException e) {
      throw wrong(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private ConfigException wrong(String what) {
    return new ConfigException(file + ": " + what + ".");
  }

  private void keys(JsonNode table, Set<String> known, String where) {
    table.fieldNames().forEachRemaining(name -> {
      if (!known.contains(name)) {
        throw wrong("the key `" + name + "` is not known " + where);
      }
    });
  }

  private void add(JsonNode entry) {
    String id = entry.path("id").asText();
    keys(entry, ENTRY, "in environment `" + id + "`");
    if (!ID.matcher(id).matches()) {
      throw wrong("environment id `" + id + "` must be 1 to 64 letters, digits, - and _");
    }
    if (id.equals(Environments.LOCAL) || id.equals("none")) {
      throw wrong("environment id `" + id + "` is reserved");
    }
    if (entry.has("url") == entry.has("program")) {
      throw wrong("environment `" + id + "` must set exactly one of url or program");
    }
    for (String name : entry.has("url") ? ONLY_PROGRAM : ONLY_URL) {
      if (entry.has(name)) {
        throw wrong("environment `" + id + "` sets " + name + ", which does not fit its kind");
      }
    }
    if (found.put(id, entry.has("url") ? listening(entry) : program(entry)) != null) {
      throw wrong("environment id `" + id + "` is used twice");
    }
  }

  private EnvironmentSpec listening(JsonNode entry) {
    String url = entry.path("url").asText();
    try {
      if (url.startsWith("ws://") || url.startsWith("wss://")) {
        return new EnvironmentSpec.Listening(
            URI.create(url),
            entry.hasNonNull("auth_bearer_token")
                ? Optional.of(entry.path("auth_bearer_token").asText())
                : Optional.empty(),
            seconds(entry, "connect_timeout_sec"),
            seconds(entry, "initialize_timeout_sec"));
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw wrong("environment url `" + url + "` must use ws:// or wss://");
  }

  private EnvironmentSpec program(JsonNode entry) {
    List<String> words = new ArrayList<>(List.of(entry.path("program").asText()));
    entry.path("args").forEach(word -> words.add(word.asText()));
    Map<String, String> variables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> variable : entry.path("env").properties()) {
      variables.put(variable.getKey(), variable.getValue().asText());
    }
    Path home = file.toAbsolutePath().getParent();
    Path base = home == null ? Path.of("/") : home;
    return new EnvironmentSpec.Program(
        words,
        variables,
        base.resolve(entry.path("cwd").asText("")),
        seconds(entry, "initialize_timeout_sec"));
  }

  private Duration seconds(JsonNode entry, String name) {
    double seconds = entry.path(name).asDouble(SECONDS);
    if (!(seconds > 0) || seconds > 86_400) {
      throw wrong(name + " must be more than 0 and at most a day");
    }
    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
  }
}
