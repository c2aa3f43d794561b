package dev.codex.event;

import dev.codex.error.ModelFailure;
import java.time.Duration;

/** An answer broke off and will be asked for again after the delay; attempts are counted from 1. */
public record Retrying(int attempt, int maxAttempts, Duration delay, ModelFailure failure)
    implements Event {}
