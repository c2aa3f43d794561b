package dev.codex.item;

/**
 * What the model wrote or will read: the items of the Responses API, which are also the lines of a
 * transcript.
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
        UnknownItem {}
