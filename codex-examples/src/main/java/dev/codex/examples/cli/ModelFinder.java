package dev.codex.examples.cli;

import dev.codex.config.Config;
import dev.codex.config.ProviderConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds a model: what flags and configuration name, else OpenAI if there is a key, else a server on
 * this machine that answers.
 */
final class ModelFinder {

  static final String DEFAULT_MODEL = "gpt-5.5";

  private final Surroundings surroundings;
  private final Function<String, Optional<String>> firstModel;

  /**
   * @param firstModel of the server with that base URL, as {@link LocalServer} tells it; empty if
   *     none answers
   */
  ModelFinder(Surroundings surroundings, Function<String, Optional<String>> firstModel) {
    this.surroundings = surroundings;
    this.firstModel = firstModel;
  }

  ModelChoice find(Config config, Optional<String> flag) {
    Optional<String> named = flag.or(config::model);
    if (config.namesProvider()) {
      ProviderConfig provider = config.provider();
      return new ModelChoice.Found(
          provider, named.or(() -> onlyIfLocal(provider)).orElse(DEFAULT_MODEL));
    }
    if (openAiKey(surroundings).isPresent()) {
      return new ModelChoice.Found(config.provider(), named.orElse(DEFAULT_MODEL));
    }
    for (ProviderConfig provider : localProviders(config)) {
      Optional<String> first = firstModel.apply(provider.baseUrl().orElseThrow());
      if (first.isPresent()) {
        return new ModelChoice.Found(provider, named.or(() -> first).orElseThrow());
      }
    }
    return new ModelChoice.Missing(looked(config));
  }

  /** The key for OpenAI's own service. */
  static Optional<String> openAiKey(Surroundings surroundings) {
    return surroundings.variable("CODEX_API_KEY").or(() -> surroundings.variable("OPENAI_API_KEY"));
  }

  private Optional<String> onlyIfLocal(ProviderConfig provider) {
    boolean local = provider.id().equals("ollama") || provider.id().equals("lmstudio");
    return local ? firstModel.apply(provider.baseUrl().orElseThrow()) : Optional.empty();
  }

  private List<ProviderConfig> localProviders(Config config) {
    List<ProviderConfig> providers = new ArrayList<>();
    surroundings
        .variable("CODEX_BASE_URL")
        .map(url ->
            ProviderConfig.builder().id("local").name("local").baseUrl(url).build())
        .ifPresent(providers::add);
    providers.add(config.provider("ollama"));
    providers.add(config.provider("lmstudio"));
    return providers;
  }

  private List<String> looked(Config config) {
    List<String> urls =
        localProviders(config).stream().map(one -> one.baseUrl().orElseThrow()).toList();
    return List.of(
        "No model is set up: no -c model_provider or openai_base_url, none in "
            + surroundings.home().resolve("config.toml")
            + ", and neither CODEX_API_KEY nor OPENAI_API_KEY is set.",
        "No model server answers on this machine: tried "
            + String.join(", ", urls)
            + (surroundings.variable("CODEX_BASE_URL").isPresent()
                ? "."
                : "; CODEX_BASE_URL names another."));
  }
}
