package dev.codex.tools.shell;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.error.ToolException;
import dev.codex.internal.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the arguments of a call one after the other and says what is wrong with them in the words
 * that models know from Codex. Unknown arguments are ignored and null is as good as absent.
 */
final class ArgumentReader {

  /** Takes an argument, or skips it if it does not know the name. */
  @FunctionalInterface
  interface Field {
    void read(String name, ArgumentReader reader) throws IOException;
  }

  private static final String PREFIX = "failed to parse function arguments: ";

  private final JsonParser parser;
  private final Set<String> known = new HashSet<>();
  private boolean isSkipped;

  private ArgumentReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a JSON object.
   *
   * @param what Codex's name for these arguments
   * @param required the arguments that must be there
   * @throws ToolException if it does not fit
   */
  static void read(String json, String what, List<String> required, Field field) {
    JsonSyntax.mistake(json).ifPresent(mistake -> {
      throw new ToolException(PREFIX + mistake);
    });
    try (JsonParser parser = Json.parser(json)) {
      new ArgumentReader(parser).read(what, new ArrayList<>(required), field);
    } catch (IOException e) {
      throw new ToolException(PREFIX + e.getMessage(), e);
    }
  }

  private void read(String what, List<String> missing, Field field) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw mismatch("struct " + what);
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      int nameEnd = parser.currentTokenLocation().getColumnNr() + name.length() + 1;
      boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
      if (known.contains(name)) {
        throw invalid("duplicate field `" + name + "`", nameEnd);
      }
      if (!isNull || missing.contains(name)) {
        missing.remove(name);
        isSkipped = false;
        field.read(name, this);
        if (!isSkipped) {
          known.add(name);
        }
      }
    }
    if (!missing.isEmpty()) {
      throw invalid(
          "missing field `" + missing.get(0) + "`", parser.currentLocation().getColumnNr() - 1);
    }
  }

  void skip() throws IOException {
    isSkipped = true;
    parser.skipChildren();
  }

  String text() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw mismatch("a string");
    }
    return parser.getText();
  }

  boolean flag() throws IOException {
    if (!parser.currentToken().isBoolean()) {
      throw mismatch("a boolean");
    }
    return parser.getBooleanValue();
  }

  /** A whole number from zero on; fractions, which some models write, are cut off. */
  long count(String type) throws IOException {
    if (!parser.currentToken().isNumeric()) {
      throw mismatch(type);
    }
    double value = parser.getDoubleValue();
    if (value < 0) {
      String kind = parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? "integer" : "number";
      throw invalid(
          "invalid value: " + kind + " `" + parser.getText() + "`, expected " + type, endColumn());
    }
    return (long) value;
  }

  int number() throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw mismatch("i32");
    }
    if (parser.getNumberType() != JsonParser.NumberType.INT) {
      throw invalid("invalid value: integer `" + parser.getText() + "`, expected i32", endColumn());
    }
    return parser.getIntValue();
  }

  List<String> texts() throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw mismatch("a sequence");
    }
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      texts.add(text());
    }
    return texts;
  }

  /** One of two words; true for the second. */
  boolean choice(String first, String second) throws IOException {
    String value = text();
    if (value.equals(first) || value.equals(second)) {
      return value.equals(second);
    }
    throw invalid(
        "unknown variant `" + value + "`, expected `" + first + "` or `" + second + "`",
        parser.currentLocation().getColumnNr() - 1);
  }

  private static ToolException invalid(String what, int column) {
    return new ToolException(PREFIX + what + " at line 1 column " + column);
  }

  private ToolException mismatch(String expected) throws IOException {
    JsonToken token = parser.currentToken();
    String found = switch (token) {
      case VALUE_NUMBER_INT -> "integer `" + parser.getText() + "`";
      case VALUE_NUMBER_FLOAT -> "floating point `" + parser.getText() + "`";
      case VALUE_TRUE, VALUE_FALSE -> "boolean `" + parser.getText() + "`";
      case VALUE_STRING -> "string " + Json.quote(parser.getText());
      case START_ARRAY -> "sequence";
      case START_OBJECT -> "map";
      default -> "null";
    };
    return invalid("invalid type: " + found + ", expected " + expected, endColumn());
  }

  /** The parser that models know counts up to the end of a scalar. */
  private int endColumn() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      return parser.currentLocation().getColumnNr() - 1;
    }
    int start = parser.currentTokenLocation().getColumnNr() - 1;
    return start + (token.isScalarValue() ? parser.getTextLength() : 0);
  }
}
