package dev.codex.item;

/** A call of a freeform tool: the input is text in the tool's own grammar. */
public record CustomToolCall(String id, String callId, String name, String input)
    implements ModelItem, ToolCall {

  @Override
  public CustomToolCall withInput(String input) {
    return new CustomToolCall(id, callId, name, input);
  }
}
