package dev.codex.model.openai;

import dev.codex.model.ModelProfile;
import dev.codex.model.ModelSettings;

/** What is known about a model, and how it is asked where the host did not say. */
record KnownModel(ModelProfile profile, ModelSettings defaults) {

  /** Codex's window for a model that it knows nothing about. */
  private static final long USUAL_WINDOW = 272_000;

  static KnownModel of(String name, String provider, int streamRetries) {
    boolean known = name.equals("gpt-5.5") || name.startsWith("gpt-5.5-");
    ModelProfile profile = ModelProfile.builder()
        .name(name)
        .provider(provider)
        .contextWindow(USUAL_WINDOW)
        .freeformTools(known)
        .imageDetail(known ? "original" : "high")
        .streamRetries(streamRetries)
        .build();
    ModelSettings.Builder defaults = ModelSettings.builder();
    if (known) {
      defaults.reasoningEffort("medium").verbosity("low");
    } else {
      defaults.reasoningSummary("auto");
    }
    return new KnownModel(profile, defaults.build());
  }

  /** The host's settings, filled up. A summary of {@code none} means that none is asked for. */
  ModelSettings fill(ModelSettings settings) {
    return ModelSettings.builder()
        .reasoningEffort(settings.reasoningEffort().or(defaults::reasoningEffort))
        .reasoningSummary(settings
            .reasoningSummary()
            .or(defaults::reasoningSummary)
            .filter(summary -> !summary.equals("none")))
        .verbosity(settings.verbosity().or(defaults::verbosity))
        .serviceTier(settings.serviceTier().map(KnownModel::tier))
        .build();
  }

  private static String tier(String name) {
    return name.equals("fast") ? "priority" : name;
  }
}
