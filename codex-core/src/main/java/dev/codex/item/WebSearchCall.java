package dev.codex.item;

/**
 * A search that the provider ran by itself.
 *
 * @param query what was searched for; empty while it is not known yet
 * @param action the provider's description of the step as JSON; {@code {}} if it gave none
 */
public record WebSearchCall(String id, String status, String query, String action)
    implements ModelItem {}
