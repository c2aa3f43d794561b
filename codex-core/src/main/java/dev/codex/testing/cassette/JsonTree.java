package dev.codex.testing.cassette;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** JSON as trees, which is slow enough for tests and right for comparing. */
final class JsonTree {

  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(256 << 20).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonTree() {}

  /** The tree of the text, which must be one JSON value. */
  static JsonNode parse(String json) throws JsonProcessingException {
    return MAPPER.readTree(json);
  }

  /** The tree of the text, or the text itself as a string if it is no JSON. */
  static JsonNode parseOrText(String json) {
    try {
      return parse(json);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(json);
    }
  }

  /**
   * The tree of the text if writing the tree gives the very same text, else the text as a string,
   * so that {@link #exactText} gives back every byte.
   */
  static JsonNode exact(String json) {
    JsonNode tree = parseOrText(json);
    return tree.isContainerNode() && write(tree).equals(json) ? tree : TextNode.valueOf(json);
  }

  static String exactText(JsonNode exact) {
    return exact.isTextual() ? exact.textValue() : write(exact);
  }

  static String write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy in which every string, names of fields included, went through the function. */
  static JsonNode mapTexts(JsonNode tree, UnaryOperator<String> function) {
    if (tree.isTextual()) {
      return TextNode.valueOf(function.apply(tree.textValue()));
    }
    if (tree.isArray()) {
      ArrayNode copy = NODES.arrayNode();
      tree.forEach(element -> copy.add(mapTexts(element, function)));
      return copy;
    }
    if (tree.isObject()) {
      ObjectNode copy = NODES.objectNode();
      tree.properties()
          .forEach(
              field -> copy.set(function.apply(field.getKey()), mapTexts(field.getValue(), function)));
      return copy;
    }
    return tree;
  }

  /** A copy whose fields are sorted by name: equal trees have equal texts. */
  static JsonNode sorted(JsonNode tree) {
    if (tree.isArray()) {
      ArrayNode copy = NODES.arrayNode();
      tree.forEach(element -> copy.add(sorted(element)));
      return copy;
    }
    if (tree.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      tree.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
      ObjectNode copy = NODES.objectNode();
      copy.setAll(fields);
      return copy;
    }
    return tree;
  }
}
