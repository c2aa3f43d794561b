package dev.codex.sandbox.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.sandbox.protocol.PathUri;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** What an executor says about itself. */
@Value.Immutable
public interface ExecutorInfo {

  /** Such as {@code bash}. */
  String shellName();

  /** The program of the shell, over there. */
  String shell();

  /** Where the executor was started. */
  Optional<Path> workingDirectory();

  Optional<Path> homeDirectory();

  /** Such as {@code linux}. */
  Optional<String> operatingSystem();

  Optional<String> version();

  /** The names of what it can do beyond the minimum. */
  Set<String> capabilities();

  static ExecutorInfo of(JsonNode json) {
    Builder builder = new Builder();
    for (Map.Entry<String, JsonNode> entry : json.path("capabilities").properties()) {
      if (entry.getValue().asBoolean()) {
        builder.addCapabilities(entry.getKey());
      }
    }
    return builder
        .shellName(json.path("shell").path("name").asText("sh"))
        .shell(json.path("shell").path("path").asText("/bin/sh"))
        .workingDirectory(path(json.path("cwd")))
        .homeDirectory(path(json.path("userHomeDir")))
        .operatingSystem(Optional.ofNullable(json.path("platformOs").asText(null)))
        .version(Optional.ofNullable(json.path("executorVersion").asText(null)))
        .build();
  }

  private static Optional<Path> path(JsonNode uri) {
    try {
      return uri.isTextual() ? Optional.of(PathUri.parse(uri.asText())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Builds infos. */
  final class Builder extends ImmutableExecutorInfo.Builder {
    Builder() {}
  }
}
