package dev.codex.event;

/**
 * A hook kept the prompt from the model, or ended the turn. Denied calls are told by their outputs.
 *
 * @param reason the hook's words; may be empty
 */
public record HookDenied(String reason) implements Event {}
