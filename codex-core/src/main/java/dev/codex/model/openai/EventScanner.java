package dev.codex.model.openai;

import dev.codex.internal.json.JsonScanner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events that make up a good answer, as plain as OpenAI's are: the type first, and
 * nothing out of the ordinary. A parser costs four times as much to set up and run, which for the
 * five events of a call was a seventh of the byte code of a round; it is left with what is odd.
 */
final class EventScanner {

  private static final byte[] TYPE_FIRST = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);

  /** What somebody waits for; the most frequent one first. */
  static final List<String> KNOWN = List.of(
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

  private final EventFields fields;
  private String latestItemId = "";

  /** Fills these fields. */
  EventScanner(EventFields fields) {
    this.fields = fields;
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

  /**
   * Reads an event of that type.
   *
   * @return false if a parser has to decide
   */
  boolean read(String type, byte[] data, int offset, int length) {
    fields.clear();
    fields.type = type;
    JsonScanner scanner = new JsonScanner(data, offset, offset + length);
    try {
      scanner.enterObject();
      if (!scanner.nextMember()) {
        return false;
      }
      scanner.skip(); // the type
      return switch (type) {
        case "response.output_item.added", "response.output_item.done" -> item(scanner, offset);
        case "response.created", "response.completed" -> response(scanner, data);
        case "response.failed", "response.incomplete", "error" -> false;
        default -> delta(scanner, data);
      };
    } catch (JsonScanner.Malformed e) {
      return false;
    }
  }

  private boolean item(JsonScanner scanner, int offset) throws JsonScanner.Malformed {
    while (scanner.nextMember()) {
      if (scanner.nameIs("type")) {
        return false;
      }
      boolean isItem = scanner.nameIs("item") && scanner.peek() == '{';
      int start = scanner.valueStart();
      scanner.skip();
      if (isItem) {
        fields.itemStart = start - offset;
        fields.itemEnd = scanner.position() - offset;
      }
    }
    return fields.itemStart >= 0;
  }

  /** Of a response that has only begun, no more than its id is of interest. */
  private boolean response(JsonScanner scanner, byte[] data) throws JsonScanner.Malformed {
    while (scanner.nextMember()) {
      if (scanner.nameIs("type")) {
        return false;
      }
      if (!scanner.nameIs("response")) {
        scanner.skip();
        continue;
      }
      ResponseFields response = new ResponseFields();
      fields.response = response;
      if (fields.type.equals("response.created")) {
        return response.scanId(scanner);
      }
      if (!response.scan(scanner, data)) {
        return false;
      }
    }
    return fields.response != null;
  }

  private boolean delta(JsonScanner scanner, byte[] data) throws JsonScanner.Malformed {
    while (scanner.nextMember()) {
      if (!deltaMember(scanner, data)) {
        return false;
      }
    }
    return fields.delta != null && !fields.itemId.isEmpty();
  }

  private boolean deltaMember(JsonScanner scanner, byte[] data) throws JsonScanner.Malformed {
    int start = scanner.valueStart();
    boolean isText = data[start] == '"';
    if (scanner.nameIs("delta")) {
      fields.delta = scanner.text();
      return isText;
    }
    if (scanner.nameIs("item_id")) {
      if (scanner.skipIfText(latestItemId)) { // the deltas of an item all name it
        fields.itemId = latestItemId;
        return true;
      }
      fields.itemId = latestItemId = scanner.text();
      return isText;
    }
    if (scanner.nameIs("summary_index") || scanner.nameIs("content_index")) {
      scanner.skip();
      fields.index = data[start] - '0';
      return scanner.position() == start + 1 && fields.index >= 0 && fields.index <= 9;
    }
    boolean isOther = !scanner.nameIs("type");
    scanner.skip();
    return isOther;
  }
}
