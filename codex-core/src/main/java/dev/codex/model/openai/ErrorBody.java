package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import java.io.IOException;

/**
 * What a server says went wrong; empty where it says nothing.
 *
 * @param resetsAt epoch second at which a used-up plan is filled again; 0 if not told
 */
record ErrorBody(String code, String type, String message, long resetsAt) {

  static final ErrorBody NOTHING = new ErrorBody("", "", "", 0);

  /** The {@code error} of an answer that is no stream. */
  static ErrorBody parse(String body) {
    try (JsonParser parser = Json.parser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return NOTHING;
      }
      ErrorBody error = NOTHING;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("error");
        parser.nextToken();
        if (wanted) {
          error = read(parser);
        } else {
          parser.skipChildren();
        }
      }
      return error;
    } catch (IOException e) {
      return NOTHING;
    }
  }

  /** The error that the parser stands at; afterwards it stands at its end. */
  static ErrorBody read(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return new ErrorBody("", "", parser.getText(), 0);
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return NOTHING;
    }
    String code = "";
    String type = "";
    String message = "";
    long resetsAt = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "code" -> code = Json.textOr(parser, code);
        case "type" -> type = Json.textOr(parser, type);
        case "message" -> message = Json.textOr(parser, message);
        case "resets_at" -> resetsAt = number(parser);
        default -> parser.skipChildren();
      }
    }
    return new ErrorBody(code, type, message, resetsAt);
  }

  /** Whether the server used this word as the type or as the code, as servers differ. */
  boolean is(String word) {
    return code.equals(word) || type.equals(word);
  }

  private static long number(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return parser.getValueAsLong();
    }
    parser.skipChildren();
    return 0;
  }
}
