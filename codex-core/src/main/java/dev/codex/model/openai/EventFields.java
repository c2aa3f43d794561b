package dev.codex.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import dev.codex.internal.json.JsonScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an event that matter, read in one pass in whatever order they come. Filled anew for
 * each event; the item is left where it is, as a range of the event's bytes.
 */
final class EventFields {

  private static final byte[] TYPE_FIRST = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);

  /** What somebody waits for; the most frequent one first. */
  private static final List<String> KNOWN = List.of(
      "response.output_text.delta",
      "response.reasoning_summary_text.delta",
      "response.reasoning_text.delta",
      "response.created",
      "response.output_item.added",
      "response.output_item.done",
      "response.completed",
      "response.failed",
      "response.incomplete",
      "error");

  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

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
  private String latestItemId = "";

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
          if (!isKnown(type)) {
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

  private void clear() {
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

  /**
   * Reads a delta with a scanner, since a parser costs four times as much to set up and run, and
   * nearly all events of a long answer are deltas.
   *
   * @return false if it is not as plain as all of OpenAI's are; then a parser has to decide
   */
  boolean readDelta(String known, byte[] data, int offset, int length) {
    clear();
    type = known;
    JsonScanner scanner = new JsonScanner(data, offset, offset + length);
    try {
      scanner.enterObject();
      if (!scanner.nextMember()) {
        return false;
      }
      scanner.skip(); // the type
      while (scanner.nextMember()) {
        if (!deltaMember(scanner, data)) {
          return false;
        }
      }
    } catch (JsonScanner.Malformed e) {
      return false;
    }
    return delta != null && !itemId.isEmpty();
  }

  private boolean deltaMember(JsonScanner scanner, byte[] data) throws JsonScanner.Malformed {
    int start = scanner.valueStart();
    boolean isText = data[start] == '"';
    if (scanner.nameIs("delta")) {
      scanner.skip();
      delta = text(data, start + 1, scanner.position() - 1);
      return isText;
    }
    if (scanner.nameIs("item_id")) {
      scanner.skip();
      itemId = latestItemId = sameOr(latestItemId, data, start + 1, scanner.position() - 1);
      return isText;
    }
    if (scanner.nameIs("summary_index") || scanner.nameIs("content_index")) {
      scanner.skip();
      index = data[start] - '0';
      return scanner.position() == start + 1 && index >= 0 && index <= 9;
    }
    boolean isOther = !scanner.nameIs("type");
    scanner.skip();
    return isOther;
  }

  /** The deltas of an item all name it. */
  private static String sameOr(String latest, byte[] json, int from, int to) {
    boolean same = latest.length() == to - from;
    for (int i = 0; same && i < latest.length(); i++) {
      same = latest.charAt(i) == json[from + i] && json[from + i] != '\\';
    }
    return same ? latest : text(json, from, to);
  }

  /** The text of the inside of a literal that was found to be in order. */
  private static String text(byte[] json, int from, int to) {
    int escape = from;
    while (escape < to && json[escape] != '\\') {
      escape++;
    }
    if (escape >= to) {
      return to <= from ? "" : new String(json, from, to - from, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    for (int i = escape; i < to; ) {
      if (json[i] != '\\') {
        i++;
        continue;
      }
      text.append(new String(json, plain, i - plain, StandardCharsets.UTF_8));
      int at = ESCAPES.indexOf(json[i + 1]);
      if (at >= 0) {
        text.append(ESCAPED.charAt(at));
        i += 2;
      } else { // a backslash, u and four digits
        int unit = 0;
        for (int k = i + 2; k < i + 6; k++) {
          unit = unit << 4 | Character.digit(json[k], 16);
        }
        text.append((char) unit);
        i += 6;
      }
      plain = i;
    }
    return text.append(new String(json, plain, to - plain, StandardCharsets.UTF_8))
        .toString();
  }

  /**
   * The type of an event that begins with it, as all of OpenAI's do: no parser is needed to see
   * that nobody waits for half of an answer's events.
   *
   * @return empty if nobody waits for it, null if it does not begin with a plain type
   */
  static @Nullable String typeInFront(byte[] data, int offset, int length) {
    int begin = offset + TYPE_FIRST.length;
    int end = offset + length;
    if (length <= TYPE_FIRST.length
        || !Arrays.equals(data, offset, begin, TYPE_FIRST, 0, TYPE_FIRST.length)) {
      return null;
    }
    int quote = begin;
    while (quote < end && data[quote] != '"' && data[quote] != '\\') {
      quote++;
    }
    if (quote >= end || data[quote] != '"') {
      return null;
    }
    for (String known : KNOWN) {
      if (known.length() == quote - begin && isAt(known, data, begin)) {
        return known;
      }
    }
    return "";
  }

  private static boolean isAt(String ascii, byte[] data, int at) {
    for (int i = ascii.length() - 1; i >= 0; i--) { // types differ at their ends
      if (ascii.charAt(i) != data[at + i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKnown(String type) {
    return KNOWN.contains(type);
  }
}
