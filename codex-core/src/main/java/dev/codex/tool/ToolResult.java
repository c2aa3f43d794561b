package dev.codex.tool;

import dev.codex.item.Content;
import java.util.List;

/**
 * What a call gives back to the model.
 *
 * @param content at least the empty text; text and images in the order the model shall read them
 * @param outcome whether the call did what it was asked; the model reads only the content, but the
 *     ledger, the events and the result of the turn tell the difference
 */
public record ToolResult(List<Content> content, Outcome outcome) {

  public ToolResult {
    content = content.isEmpty() ? List.of(Content.text("")) : List.copyOf(content);
  }

  public static ToolResult text(String text) {
    return of(Content.text(text));
  }

  public static ToolResult of(Content... content) {
    return new ToolResult(List.of(content), Outcome.SUCCESS);
  }

  /** Structured data; the model reads the JSON text. */
  public static ToolResult json(String json) {
    return text(json);
  }

  /** The call failed; the message should say what to do differently. */
  public static ToolResult error(String message) {
    return new ToolResult(List.of(Content.text(message)), Outcome.ERROR);
  }

  public boolean isError() {
    return outcome == Outcome.ERROR;
  }

  /** The text parts, joined. */
  public String text() {
    return Content.textOf(content);
  }

  /** Whether a call did what it was asked. */
  public enum Outcome {
    SUCCESS,
    ERROR
  }
}
