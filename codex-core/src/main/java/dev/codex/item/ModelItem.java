package dev.codex.item;

/**
 * What the model wrote or will read: the items of the Responses API, which are also the lines of a
 * transcript. More kinds will come: a {@code switch} needs a {@code default}.
 */
public sealed interface ModelItem extends Item
    permits UserMessage,
        DeveloperMessage,
        AgentMessage,
        Reasoning,
        FunctionCall,
        FunctionCallOutput,
        CustomToolCall,
        CustomToolCallOutput,
        WebSearchCall,
        UnknownItem,
        FutureItem {}
