package dev.codex.item;

import java.util.List;

/** What the model is told about a {@link FunctionCall}. */
public record FunctionCallOutput(String id, String callId, List<Content> output)
    implements ModelItem {

  public FunctionCallOutput {
    output = List.copyOf(output);
  }

  public static FunctionCallOutput of(String id, String callId, String text) {
    return new FunctionCallOutput(id, callId, List.of(Content.text(text)));
  }

  /** The text parts, joined. */
  public String text() {
    return Content.textOf(output);
  }
}
