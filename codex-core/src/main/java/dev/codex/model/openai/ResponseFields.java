package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import dev.codex.internal.json.JsonScanner;
import dev.codex.model.Usage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What matters of a {@code response}; its output, which repeats all items, is passed over. */
final class ResponseFields {

  @Nullable
  String id;

  Usage usage = Usage.ZERO;
  ErrorBody error = ErrorBody.NOTHING;
  String incompleteReason = "unknown";

  /** Why this cannot be a completed response; empty if it can. */
  String problem = "";

  private long input;
  private long cached;
  private long cacheWrite;
  private long output;
  private long reasoning;

  ResponseFields() {}

  /** Reads no further than the id; false if a parser has to decide. */
  boolean scanId(JsonScanner scanner) throws JsonScanner.Malformed {
    if (scanner.peek() != '{') {
      return false;
    }
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("id")) {
        id = scanner.peek() == '"' ? scanner.text() : null;
        return id != null;
      }
      scanner.skip();
    }
    return false;
  }

  /** Reads a completed response; false if a parser has to say what is wrong with it. */
  boolean scan(JsonScanner scanner, byte[] json) throws JsonScanner.Malformed {
    if (scanner.peek() != '{') {
      return false;
    }
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("id") && scanner.peek() == '"') {
        id = scanner.text();
      } else if (scanner.nameIs("usage") && scanner.peek() == '{') {
        if (!scanUsage(scanner, json)) {
          return false;
        }
      } else if (scanner.nameIs("id") || scanner.nameIs("usage")) {
        return false;
      } else {
        scanner.skip();
      }
    }
    return id != null;
  }

  private boolean scanUsage(JsonScanner scanner, byte[] json) throws JsonScanner.Malformed {
    boolean plain = true;
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("input_tokens")) {
        plain &= (input = count(scanner, json)) >= 0;
      } else if (scanner.nameIs("output_tokens")) {
        plain &= (output = count(scanner, json)) >= 0;
      } else if (scanner.nameIs("total_tokens")) {
        plain &= count(scanner, json) >= 0;
      } else if (scanner.peek() == '{' && isDetails(scanner)) {
        plain &= scanDetails(scanner, json);
      } else {
        scanner.skip();
      }
    }
    usage = counted();
    return plain;
  }

  private static boolean isDetails(JsonScanner scanner) {
    return scanner.nameIs("input_tokens_details") || scanner.nameIs("output_tokens_details");
  }

  private boolean scanDetails(JsonScanner scanner, byte[] json) throws JsonScanner.Malformed {
    boolean plain = true;
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("cached_tokens")) {
        plain &= (cached = count(scanner, json)) >= 0;
      } else if (scanner.nameIs("cache_write_tokens")) {
        plain &= (cacheWrite = count(scanner, json)) >= 0;
      } else if (scanner.nameIs("reasoning_tokens")) {
        plain &= (reasoning = count(scanner, json)) >= 0;
      } else {
        scanner.skip();
      }
    }
    return plain;
  }

  /** Consumes a value; -1 if it is not a plain count. */
  private static long count(JsonScanner scanner, byte[] json) throws JsonScanner.Malformed {
    int start = scanner.valueStart();
    scanner.skip();
    int end = scanner.position();
    long number = end - start <= 18 ? 0 : -1;
    for (int i = start; i < end && number >= 0; i++) {
      number = json[i] >= '0' && json[i] <= '9' ? number * 10 + json[i] - '0' : -1;
    }
    return number;
  }

  /** The response that the parser stands at; null if there stands something else. */
  static @Nullable ResponseFields read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return null;
    }
    ResponseFields fields = new ResponseFields();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "id" -> fields.id = Json.textOrNull(parser);
        case "usage" -> fields.usage(parser);
        case "error" -> fields.error = ErrorBody.read(parser);
        case "incomplete_details" -> fields.incomplete(parser);
        default -> parser.skipChildren();
      }
    }
    if (fields.id == null && fields.problem.isEmpty()) {
      fields.problem = "missing field `id`";
    }
    return fields;
  }

  private void usage(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        unexpected(parser, "struct ResponseCompletedUsage");
      }
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "input_tokens" -> input = count(parser);
        case "output_tokens" -> output = count(parser);
        case "total_tokens" -> count(parser);
        case "input_tokens_details", "output_tokens_details" -> details(parser);
        default -> parser.skipChildren();
      }
    }
    usage = counted();
  }

  private Usage counted() {
    return Usage.builder()
        .inputTokens(input)
        .cachedInputTokens(cached)
        .cacheWriteInputTokens(cacheWrite)
        .outputTokens(output)
        .reasoningOutputTokens(reasoning)
        .build();
  }

  private void details(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      switch (field) {
        case "cached_tokens" -> cached = count(parser);
        case "cache_write_tokens" -> cacheWrite = count(parser);
        case "reasoning_tokens" -> reasoning = count(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void incomplete(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = parser.currentName().equals("reason");
      parser.nextToken();
      String text = Json.textOrNull(parser);
      if (wanted && text != null) {
        incompleteReason = text;
      }
    }
  }

  private long count(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    unexpected(parser, "i64");
    return 0;
  }

  private void unexpected(JsonParser parser, String expected) throws IOException {
    String found = switch (parser.currentToken()) {
      case VALUE_STRING -> "string " + Json.quote(parser.getText());
      case VALUE_NUMBER_INT -> "integer `" + parser.getText() + "`";
      case VALUE_NUMBER_FLOAT -> "floating point `" + parser.getText() + "`";
      case VALUE_TRUE, VALUE_FALSE -> "boolean `" + parser.getText() + "`";
      case VALUE_NULL -> "null";
      case START_ARRAY -> "sequence";
      default -> "map";
    };
    parser.skipChildren();
    if (problem.isEmpty()) {
      problem = "invalid type: " + found + ", expected " + expected;
    }
  }
}
