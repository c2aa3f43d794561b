package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an event that matter, read in one pass in whatever order they come. Filled anew for
 * each event; the item is left where it is, as a range of the event's bytes.
 */
final class EventFields {

  String type = "";

  @Nullable
  String delta;

  String itemId = "";
  int index;
  int itemStart; // counted from the start of the event; -1 if there is no item
  int itemEnd;

  @Nullable
  ResponseFields response;

  ErrorBody error = ErrorBody.NOTHING;
  private String code = "";
  private String message = "";

  /**
   * Reads an event, and no further than to its type if that is one nobody waits for.
   *
   * @return whether it is one that somebody waits for
   */
  boolean read(JsonParser parser) throws IOException {
    clear();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (field) {
        case "type" -> {
          type = Json.textOr(parser, type);
          if (!EventScanner.KNOWN.contains(type)) {
            return false;
          }
        }
        case "delta" -> delta = Json.textOrNull(parser);
        case "item_id" -> itemId = Json.textOr(parser, itemId);
        case "summary_index", "content_index" -> index = number(parser);
        case "item" -> item(parser);
        case "response" -> response = ResponseFields.read(parser);
        case "error" -> error = ErrorBody.read(parser);
        case "code" -> code = Json.textOr(parser, code);
        case "message" -> message = Json.textOr(parser, message);
        default -> {
          if (token.isStructStart()) {
            parser.skipChildren();
          }
        }
      }
    }
    return !type.isEmpty();
  }

  /** The error of an event {@code error}, which has it inside or is it. */
  ErrorBody topLevelError() {
    return error.equals(ErrorBody.NOTHING) ? new ErrorBody(code, "", message, 0) : error;
  }

  void clear() {
    type = "";
    delta = null;
    itemId = "";
    index = 0;
    itemStart = -1;
    itemEnd = -1;
    response = null;
    error = ErrorBody.NOTHING;
    code = "";
    message = "";
  }

  private void item(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      itemStart = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      itemEnd = (int) parser.currentLocation().getByteOffset();
    } else {
      parser.skipChildren();
    }
  }

  private static int number(JsonParser parser) throws IOException {
    int number = parser.getValueAsInt();
    parser.skipChildren();
    return number;
  }
}
