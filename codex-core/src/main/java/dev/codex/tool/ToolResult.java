package dev.codex.tool;

import dev.codex.item.Content;
import java.util.List;
import org.immutables.value.Value;

/** What a call gives back to the model. */
@Value.Immutable
public interface ToolResult {

  /** At least the empty text; text and images in the order the model shall read them. */
  List<Content> content();

  /**
   * Whether the call did what it was asked. The model reads only the content, but the ledger, the
   * events and the result of the turn tell the difference.
   */
  @Value.Default
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  static ToolResult text(String text) {
    return of(Content.text(text));
  }

  static ToolResult of(Content... content) {
    return builder().addContent(content).build();
  }

  /** Structured data; the model reads the JSON text. */
  static ToolResult json(String json) {
    return text(json);
  }

  /** The call failed; the message should say what to do differently. */
  static ToolResult error(String message) {
    return builder().addContent(Content.text(message)).outcome(Outcome.ERROR).build();
  }

  default boolean isError() {
    return outcome() == Outcome.ERROR;
  }

  /** The text parts, joined. */
  default String text() {
    return Content.textOf(content());
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** Whether a call did what it was asked. */
  enum Outcome {
    SUCCESS,
    ERROR
  }

  /** Builds a result. */
  final class Builder extends ImmutableToolResult.Builder {
    Builder() {}

    /** The result; one without content gets the empty text. */
    @Override
    public ToolResult build() {
      ToolResult result = super.build();
      return result.content().isEmpty()
          ? new Builder().from(result).addContent(Content.text("")).build()
          : result;
    }
  }
}
