package dev.codex.config;

import dev.codex.config.Node.Table;
import dev.codex.error.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads an entry of {@code model_providers} on top of what is built in. */
final class ProviderReader {

  private static final String TABLE = "model_providers";
  private static final List<String> BUILT_IN = List.of("openai", "ollama", "lmstudio");

  private final Config config;
  private final Table root;

  ProviderReader(Config config, Table root) {
    this.config = config;
    this.root = root;
  }

  ProviderConfig read(String id) {
    boolean configured = root.find(KeyPath.of(TABLE, id)) != null;
    if (!configured && !BUILT_IN.contains(id)) {
      throw new ConfigException(unknown(id));
    }
    // Built-in names are reserved in Codex: a file cannot point them elsewhere.
    ProviderConfig provider = BUILT_IN.contains(id) ? builtIn(id) : ofTable(id);
    if (provider.baseUrl().isEmpty()) {
      throw new ConfigException(
          "%s has no base_url. Set it to the address up to the version, such as \"https://host/v1\"."
              .formatted(KeyPath.of(TABLE, id)));
    }
    return provider;
  }

  private String unknown(String id) {
    List<String> known = new ArrayList<>(BUILT_IN);
    if (root.find(KeyPath.of(TABLE)) instanceof Table table) {
      known.addAll(table.entries().keySet());
    }
    return "Model provider `%s` not found; there are %s. Add [%s] to config.toml."
        .formatted(id, String.join(", ", known), KeyPath.of(TABLE, id));
  }

  private ProviderConfig builtIn(String id) {
    ProviderConfig.Builder provider = ProviderConfig.builder().id(id);
    return switch (id) {
      case "ollama" ->
        provider.name("Ollama").baseUrl("http://localhost:11434/v1").build();
      case "lmstudio" ->
        provider.name("LM Studio").baseUrl("http://localhost:1234/v1").build();
      default ->
        provider
            .name("OpenAI")
            .baseUrl(config.text("openai_base_url").orElse("https://api.openai.com/v1"))
            .requiresOpenAiAuth(true)
            .build();
    };
  }

  private ProviderConfig ofTable(String id) {
    KeyPath key = KeyPath.of(TABLE, id);
    ProviderConfig.Builder provider = ProviderConfig.builder()
        .id(id)
        .name(text(key, "name").orElse(id))
        .baseUrl(text(key, "base_url"))
        .envKey(text(key, "env_key"))
        .envKeyInstructions(text(key, "env_key_instructions"))
        .bearerToken(text(key, "experimental_bearer_token"))
        .httpHeaders(map(key, "http_headers"))
        .envHttpHeaders(map(key, "env_http_headers"))
        .queryParameters(map(key, "query_params"))
        .streamIdleTimeout(number(key, "stream_idle_timeout_ms").map(Duration::ofMillis))
        .requiresOpenAiAuth(config
            .value(key.plus("requires_openai_auth"), Boolean.class, "true or false")
            .orElse(false));
    retries(key, "request_max_retries").ifPresent(provider::requestRetries);
    retries(key, "stream_max_retries").ifPresent(provider::streamRetries);
    return provider.build();
  }

  private Optional<String> text(KeyPath key, String name) {
    return config.value(key.plus(name), String.class, "a text");
  }

  private Map<String, String> map(KeyPath key, String name) {
    return config.map(key.plus(name).toString());
  }

  private Optional<Long> number(KeyPath key, String name) {
    Optional<Long> number = config.value(key.plus(name), Long.class, "an integer");
    if (number.orElse(0L) < 0) {
      throw new ConfigException(
          "%s is %d; expected 0 or more.".formatted(key.plus(name), number.get()));
    }
    return number;
  }

  /** Codex takes no more than 100 tries, whatever is asked for. */
  private OptionalInt retries(KeyPath key, String name) {
    return number(key, name).stream()
        .mapToInt(count -> (int) Math.min(count, 100))
        .findFirst();
  }
}
