package dev.codex.item;

import java.util.List;

/** What the model is told about a {@link CustomToolCall}. */
public record CustomToolCallOutput(String id, String callId, List<Content> output)
    implements ModelItem {

  public CustomToolCallOutput {
    output = List.copyOf(output);
  }

  public static CustomToolCallOutput of(String id, String callId, String text) {
    return new CustomToolCallOutput(id, callId, List.of(Content.text(text)));
  }

  /** The text parts, joined. */
  public String text() {
    return Content.textOf(output);
  }
}
