package dev.codex.event;

import dev.codex.item.UserMessage;

/** Input that was given while the turn ran has been put before the model. */
public record Steered(UserMessage message) implements Event {}
