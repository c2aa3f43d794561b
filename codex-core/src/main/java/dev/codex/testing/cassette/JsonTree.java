package dev.codex.testing.cassette;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.codex.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** JSON as trees, which is slow enough for tests and right for comparing. */
final class JsonTree {

  private JsonTree() {}

  /** The tree of the text, which must be one JSON value. */
  static JsonNode parse(String json) throws JsonProcessingException {
    try (JsonParser parser = Json.parser(json)) {
      if (parser.nextToken() == null) {
        throw new JsonParseException(parser, "There is no JSON.");
      }
      JsonNode tree = read(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "There is more than one JSON value.");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT:
        JsonNode object = JsonNode.object();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          object.set(name, read(parser));
        }
        return object;
      case START_ARRAY:
        JsonNode array = JsonNode.array();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(read(parser));
        }
        return array;
      case VALUE_STRING:
        return JsonNode.text(parser.getText());
      case VALUE_NULL:
        return JsonNode.NULL;
      default:
        return JsonNode.literal(parser.getText());
    }
  }

  /** The tree of the text, or the text itself as a string if it is no JSON. */
  static JsonNode parseOrText(String json) {
    try {
      return parse(json);
    } catch (JsonProcessingException e) {
      return JsonNode.text(json);
    }
  }

  /**
   * The tree of the text if writing the tree gives the very same text, else the text as a string,
   * so that {@link #exactText} gives back every byte.
   */
  static JsonNode exact(String json) {
    JsonNode tree = parseOrText(json);
    boolean isTree = (tree.isObject() || tree.isArray()) && write(tree).equals(json);
    return isTree ? tree : JsonNode.text(json);
  }

  static String exactText(JsonNode exact) {
    return exact.isText() ? exact.asText() : write(exact);
  }

  static String write(JsonNode tree) {
    return Json.text(json -> write(tree, json));
  }

  private static void write(JsonNode tree, JsonGenerator json) throws IOException {
    if (tree.isObject()) {
      json.writeStartObject();
      for (Map.Entry<String, JsonNode> field : tree.fields().entrySet()) {
        json.writeFieldName(field.getKey());
        write(field.getValue(), json);
      }
      json.writeEndObject();
    } else if (tree.isArray()) {
      json.writeStartArray();
      for (JsonNode element : tree.elements()) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (tree.isText()) {
      json.writeString(tree.asText());
    } else {
      json.writeRawValue(tree.isMissing() ? "null" : tree.asText());
    }
  }

  /** A copy in which every string, names of fields included, went through the function. */
  static JsonNode mapTexts(JsonNode tree, UnaryOperator<String> function) {
    if (tree.isText()) {
      return JsonNode.text(function.apply(tree.asText()));
    }
    if (tree.isArray()) {
      JsonNode copy = JsonNode.array();
      tree.elements().forEach(element -> copy.add(mapTexts(element, function)));
      return copy;
    }
    if (tree.isObject()) {
      JsonNode copy = JsonNode.object();
      tree.fields()
          .forEach((name, field) -> copy.set(function.apply(name), mapTexts(field, function)));
      return copy;
    }
    return tree;
  }

  /** A copy whose fields are sorted by name: equal trees have equal texts. */
  static JsonNode sorted(JsonNode tree) {
    JsonNode copy = tree.isArray() ? JsonNode.array() : JsonNode.object();
    if (tree.isArray()) {
      tree.elements().forEach(element -> copy.add(sorted(element)));
    } else if (tree.isObject()) {
      new TreeMap<>(tree.fields()).forEach((name, field) -> copy.set(name, sorted(field)));
    } else {
      return tree;
    }
    return copy;
  }
}
