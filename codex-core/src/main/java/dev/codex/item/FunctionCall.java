package dev.codex.item;

/**
 * A call of a function tool.
 *
 * @param namespace the group that the tool belongs to; empty for ordinary tools
 * @param arguments JSON text as the model wrote it, which need not be valid
 */
public record FunctionCall(
    String id, String callId, String namespace, String name, String arguments)
    implements ModelItem, ToolCall {

  @Override
  public String input() {
    return arguments;
  }

  @Override
  public FunctionCall withInput(String input) {
    return new FunctionCall(id, callId, namespace, name, input);
  }
}
