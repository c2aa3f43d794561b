package dev.codex.internal.schema;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.codex.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text as plain values: Map, List, String, Boolean, null, and for numbers Long, BigInteger or
 * BigDecimal (and the Double -0.0, which no BigDecimal can hold).
 */
final class JsonValues {

  private static final int MAX_REASON = 160;
  private static final List<String> LITERALS = List.of("true", "false", "null");

  private JsonValues() {}

  /** The one value in the text. */
  static @Nullable Object parse(String json) throws Malformed {
    try (JsonParser parser = Json.parser(json)) {
      try {
        return only(parser);
      } catch (JsonProcessingException e) {
        throw new Malformed(reason(e, parser, json));
      } catch (NumberFormatException e) {
        throw new Malformed("a number is out of all bounds" + at(parser.currentTokenLocation()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Object only(JsonParser parser) throws IOException, Malformed {
    if (parser.nextToken() == null) {
      throw new Malformed("there is no JSON");
    }
    Object value = value(parser);
    JsonToken next;
    try {
      next = parser.nextToken();
    } catch (JsonProcessingException e) {
      JsonLocation end = e.getLocation();
      throw new Malformed("there is text after the end of the JSON" + at(end));
    }
    if (next != null) {
      String second = next == JsonToken.START_OBJECT ? "a second object" : "more";
      throw new Malformed("there is "
          + second
          + " after the end of the first value"
          + at(parser.currentTokenLocation())
          + "; send one object, and one call for each set of arguments");
    }
    return value;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException, Malformed {
    switch (parser.currentToken()) {
      case START_OBJECT:
        return object(parser);
      case START_ARRAY:
        return array(parser);
      case VALUE_STRING:
        return parser.getText();
      case VALUE_NUMBER_INT:
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
            ? parser.getBigIntegerValue()
            : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT:
        return decimal(parser);
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      default:
        return null;
    }
  }

  /** A name that comes twice is refused: whoever approves might read one, and the tool another. */
  private static Map<String, @Nullable Object> object(JsonParser parser)
      throws IOException, Malformed {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (object.containsKey(name)) {
        throw new Malformed(Problems.quoted(name) + " stands twice in one object"
            + at(parser.currentTokenLocation()) + "; send it once");
      }
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException, Malformed {
    List<@Nullable Object> array = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private static Number decimal(JsonParser parser) throws IOException {
    BigDecimal decimal = parser.getDecimalValue();
    if (decimal.signum() == 0 && parser.getText().startsWith("-")) {
      return -0.0d;
    }
    return decimal;
  }

  private static String reason(JsonProcessingException e, JsonParser parser, String json) {
    JsonLocation place = e.getLocation() != null ? e.getLocation() : parser.currentLocation();
    if (e instanceof StreamConstraintsException) {
      return "the JSON is nested too deeply or has too long a number" + at(place);
    }
    if (e instanceof JsonEOFException || isTail(json, (int) place.getCharOffset())) {
      return "the JSON is cut off" + at(place) + "; send it again as a whole";
    }
    String said = e.getOriginalMessage().split("\\R", 2)[0];
    int source = said.indexOf(" (start marker");
    said = source < 0 ? said : said.substring(0, source);
    said = said.length() > MAX_REASON ? said.substring(0, MAX_REASON) + "…" : said;
    return "the JSON is malformed" + at(place) + ": " + said;
  }

  /** Whether only the beginning of a literal, or nothing, is left from the offset on. */
  private static boolean isTail(String json, int offset) {
    return offset >= json.length()
        || offset >= 0
            && LITERALS.stream().anyMatch(word -> word.startsWith(json.substring(offset)));
  }

  private static String at(JsonLocation place) {
    return " at line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  /** The text is not one JSON value; the message says why and where. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
