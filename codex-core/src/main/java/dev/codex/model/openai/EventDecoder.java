package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import dev.codex.error.ModelException;
import dev.codex.error.ModelFailure;
import dev.codex.error.ModelFailure.Kind;
import dev.codex.internal.json.Json;
import dev.codex.item.ModelItem;
import dev.codex.model.ModelEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Events of the Responses API (codex-behaviour 1.3), one streaming pass each. */
final class EventDecoder {

  private final ReceivedItem items;
  private final EventFields fields = new EventFields();
  private final EventScanner scanner = new EventScanner(fields);

  EventDecoder(ReceivedItem items) {
    this.items = items;
  }

  /**
   * What the data of an event says; null if that is nothing, be it unknown or no JSON at all.
   *
   * @throws ModelException if it says that there will be no answer
   */
  @Nullable
  ModelEvent decode(byte[] data, int offset, int length) {
    String type = EventScanner.typeInFront(data, offset, length);
    if (type != null && type.isEmpty()) {
      return null;
    }
    if (type == null || !scanner.read(type, data, offset, length)) {
      try (JsonParser parser = Json.parser(data, offset, length)) {
        if (!fields.read(parser)) {
          return null;
        }
      } catch (IOException notJson) {
        return null;
      }
    }
    return event(data, offset);
  }

  private @Nullable ModelEvent event(byte[] data, int offset) {
    return switch (fields.type) {
      case "response.output_text.delta",
          "response.reasoning_summary_text.delta",
          "response.reasoning_text.delta" -> delta();
      case "response.output_item.added" -> {
        ModelItem item = fields.itemStart < 0
            ? null
            : items.begun(data, offset + fields.itemStart, fields.itemEnd - fields.itemStart);
        yield item == null ? null : new ModelEvent.ItemStarted(item);
      }
      case "response.output_item.done" ->
        fields.itemStart < 0
            ? null
            : items.done(data, offset + fields.itemStart, fields.itemEnd - fields.itemStart);
      case "error" -> throw ModelException.of(topLevel(fields.topLevelError()));
      default -> fields.response == null ? null : response(fields.response);
    };
  }

  private @Nullable ModelEvent delta() {
    String text = fields.delta;
    if (text == null) {
      return null;
    }
    return switch (fields.type) {
      case "response.output_text.delta" -> new ModelEvent.TextDelta(fields.itemId, text);
      case "response.reasoning_text.delta" ->
        new ModelEvent.ReasoningTextDelta(fields.itemId, fields.index, text);
      default -> new ModelEvent.ReasoningSummaryDelta(fields.itemId, fields.index, text);
    };
  }

  private ModelEvent response(ResponseFields response) {
    String id = response.id;
    return switch (fields.type) {
      case "response.created" -> new ModelEvent.Created(id == null ? "" : id);
      case "response.failed" -> throw ModelException.of(StreamFailures.failed(response.error));
      case "response.incomplete" ->
        throw ModelException.of(StreamFailures.incomplete(response.incompleteReason));
      default -> {
        if (id == null || !response.problem.isEmpty()) {
          throw ModelException.of(StreamFailures.disconnected(
              Kind.STREAM, "failed to parse ResponseCompleted: " + response.problem));
        }
        yield new ModelEvent.Completed(id, response.usage);
      }
    };
  }

  /** Codex passes this event over and sees the stream end; the server's words say more. */
  private static ModelFailure topLevel(ErrorBody error) {
    return error.message().isEmpty()
        ? StreamFailures.disconnected(Kind.STREAM, "stream closed before response.completed")
        : StreamFailures.disconnected(Kind.SERVER, error.message());
  }
}
