package dev.codex.event;

import dev.codex.error.ModelFailure;
import dev.codex.model.Usage;
import java.util.Optional;

/** The turn ended without an answer. The failure is empty if it was not the model's. */
public record TurnFailed(String message, Optional<ModelFailure> failure, Usage usage)
    implements Event {}
