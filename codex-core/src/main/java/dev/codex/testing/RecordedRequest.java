package dev.codex.testing;

import dev.codex.item.CustomToolCallOutput;
import dev.codex.item.FunctionCallOutput;
import dev.codex.item.ModelItem;
import dev.codex.item.UserMessage;
import dev.codex.model.ModelRequest;
import dev.codex.tool.ToolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that a double of this package was sent, with the questions a test has about it. */
public record RecordedRequest(ModelRequest request) {

  private static final int SHOWN = 300;

  /** The conversation as it was sent. */
  public List<ModelItem> input() {
    return List.copyOf(request.input().items());
  }

  /**
   * The text that answers the call of this id, the last one if there are several.
   *
   * @throws AssertionError if the request holds none; the message names the calls that it answers
   */
  public String toolOutput(String callId) {
    Map<String, String> outputs = toolOutputs();
    String output = outputs.get(callId);
    if (output == null) {
      throw new AssertionError(
          "The request answers no call '" + callId + "'. It answers " + outputs.keySet() + ".");
    }
    return output;
  }

  /** The texts that answer calls, by the id of the call, in order. */
  public Map<String, String> toolOutputs() {
    Map<String, String> outputs = new LinkedHashMap<>();
    for (ModelItem item : request.input().items()) {
      if (item instanceof FunctionCallOutput output) {
        outputs.put(output.callId(), output.text());
      } else if (item instanceof CustomToolCallOutput output) {
        outputs.put(output.callId(), output.text());
      }
    }
    return outputs;
  }

  public List<String> toolNames() {
    return request.tools().stream().map(ToolSpec::name).toList();
  }

  /** The text of the last user message; empty if there is none. */
  public String lastUserText() {
    List<ModelItem> input = request.input().items();
    for (int i = input.size() - 1; i >= 0; i--) {
      if (input.get(i) instanceof UserMessage message) {
        return message.text();
      }
    }
    return "";
  }

  /** What was asked, in a few lines for an error message. */
  String summary() {
    StringBuilder text = new StringBuilder();
    text.append("  last user text: ").append(shorten(lastUserText())).append('\n');
    toolOutputs()
        .forEach(
            (id, output) ->
                text.append("  output of ").append(id).append(": ").append(shorten(output))
                    .append('\n'));
    return text.append("  tools: ").append(toolNames()).toString();
  }

  private static String shorten(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
