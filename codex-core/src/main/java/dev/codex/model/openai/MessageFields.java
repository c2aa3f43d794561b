package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import java.io.IOException;
import java.util.Set;

/**
 * What goes back of a message, as with Codex: among others its phase, without which some models
 * take what they said between calls for their last word, and what it cites.
 */
final class MessageFields {

  private static final Set<String> TEXTS = Set.of("type", "role", "status", "phase");
  private static final Set<String> LISTS = Set.of("annotations", "logprobs");
  private static final String OUTPUT = "output_text";
  private static final Set<String> TEXT_TYPES = Set.of(OUTPUT, "input_text", "text");

  private MessageFields() {}

  /** The message on one line; the id, if any, stands behind the type. */
  static byte[] of(byte[] json, int offset, int length, String id) {
    return Json.bytes(out -> {
      try (JsonParser parser = Json.parser(json, offset, length)) {
        parser.nextToken();
        out.writeStartObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          JsonToken value = parser.nextToken();
          if (field.equals("content")) {
            out.writeFieldName(field);
            content(parser, out);
          } else if (TEXTS.contains(field) && value == JsonToken.VALUE_STRING) {
            out.writeStringField(field, parser.getText());
            if (field.equals("type") && !id.isEmpty()) {
              out.writeStringField("id", id);
            }
          } else {
            parser.skipChildren();
          }
        }
        out.writeEndObject();
      }
    });
  }

  private static void content(JsonParser parser, JsonGenerator out) throws IOException {
    out.writeStartArray();
    if (parser.currentToken() == JsonToken.VALUE_STRING) { // as some servers have it
      out.writeStartObject();
      out.writeStringField("type", OUTPUT);
      out.writeStringField("text", parser.getText());
      out.writeEndObject();
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          part(parser, out);
        } else {
          parser.skipChildren();
        }
      }
    } else {
      parser.skipChildren();
    }
    out.writeEndArray();
  }

  /** Parts of a kind that nobody knows are left as they are. */
  private static void part(JsonParser parser, JsonGenerator out) throws IOException {
    boolean isText = false;
    out.writeStartObject();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (field.equals("type") && TEXT_TYPES.contains(parser.getText())) {
        isText = true;
        out.writeStringField(field, parser.getText().equals("text") ? OUTPUT : parser.getText());
      } else if (!isText
          || field.equals("text")
          || LISTS.contains(field) && value == JsonToken.START_ARRAY) {
        out.writeFieldName(field);
        out.copyCurrentStructure(parser);
      } else {
        parser.skipChildren();
      }
    }
    out.writeEndObject();
  }
}
