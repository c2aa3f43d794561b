package dev.codex.examples.cli;

import dev.codex.config.ProviderConfig;
import java.util.List;

/** Which model a run uses. */
sealed interface ModelChoice {

  /** This one. */
  record Found(ProviderConfig provider, String model) implements ModelChoice {}

  /** None that could be found; the lines say where was looked. */
  record Missing(List<String> looked) implements ModelChoice {
    public Missing {
      looked = List.copyOf(looked);
    }
  }
}
