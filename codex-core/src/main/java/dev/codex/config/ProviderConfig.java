package dev.codex.config;

import dev.codex.error.ConfigException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** How to reach a model provider; an entry of {@code model_providers}, or a built-in one. */
@Value.Immutable
public interface ProviderConfig {

  /** The name in {@code model_provider}. */
  String id();

  /** The name for people. */
  String name();

  /** Up to and including the version, such as {@code https://api.openai.com/v1}. */
  Optional<String> baseUrl();

  /** The variable that holds the key. */
  Optional<String> envKey();

  /** What to tell a person who has not set it. */
  Optional<String> envKeyInstructions();

  /** A key that stands in the configuration itself. */
  @Value.Redacted
  Optional<String> bearerToken();

  @Value.Redacted
  Map<String, String> httpHeaders();

  /** Header names and the variables that hold their values; unset ones are not sent. */
  Map<String, String> envHttpHeaders();

  Map<String, String> queryParameters();

  OptionalInt requestRetries();

  OptionalInt streamRetries();

  Optional<Duration> streamIdleTimeout();

  /** Whether this is OpenAI's own service, which takes the key of a signed-in user. */
  @Value.Default
  default boolean requiresOpenAiAuth() {
    return false;
  }

  /**
   * The key, if this provider names one.
   *
   * @throws ConfigException if the variable that should hold it is not set
   */
  default Optional<String> apiKey(Map<String, String> environment) {
    if (envKey().isEmpty()) {
      return bearerToken();
    }
    String value = environment.getOrDefault(envKey().get(), "").strip();
    if (value.isEmpty()) {
      throw new ConfigException("Missing environment variable: `%s`. %s"
          .formatted(envKey().get(), envKeyInstructions().orElse(""))
          .strip());
    }
    return Optional.of(value);
  }

  /** All extra headers, those from variables included. */
  default Map<String, String> headers(Map<String, String> environment) {
    Map<String, String> headers = new LinkedHashMap<>(httpHeaders());
    envHttpHeaders().forEach((header, variable) -> {
      String value = environment.getOrDefault(variable, "");
      if (!value.isBlank()) {
        headers.put(header, value);
      }
    });
    return headers;
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Builds a provider. */
  final class Builder extends ImmutableProviderConfig.Builder {
    Builder() {}
  }
}
