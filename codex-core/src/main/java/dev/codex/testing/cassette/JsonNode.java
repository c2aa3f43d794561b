package dev.codex.testing.cassette;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One value of a JSON tree: what is asked of a value of another kind is answered with nothing, zero
 * or {@link #MISSING}, so that a reader need not ask first.
 */
final class JsonNode {

  static final JsonNode MISSING = new JsonNode(null);
  static final JsonNode NULL = new JsonNode(new Literal("null"));

  /** A number or a word, as it stands in the text; so nothing of it is lost. */
  record Literal(String text) {}

  private final @Nullable Object value;

  private JsonNode(@Nullable Object value) {
    this.value = value;
  }

  static JsonNode object() {
    return new JsonNode(new LinkedHashMap<String, JsonNode>());
  }

  static JsonNode array() {
    return new JsonNode(new ArrayList<JsonNode>());
  }

  static JsonNode text(String text) {
    return new JsonNode(text);
  }

  static JsonNode literal(String text) {
    return new JsonNode(new Literal(text));
  }

  JsonNode set(String name, JsonNode field) {
    fields().put(name, field);
    return this;
  }

  JsonNode put(String name, String text) {
    return set(name, text(text));
  }

  JsonNode put(String name, boolean claim) {
    return set(name, literal(String.valueOf(claim)));
  }

  JsonNode put(String name, long number) {
    return set(name, literal(String.valueOf(number)));
  }

  JsonNode put(String name, double number) {
    return set(name, literal(String.valueOf(number)));
  }

  /** The new array that the field now holds. */
  JsonNode putArray(String name) {
    JsonNode array = array();
    set(name, array);
    return array;
  }

  /** The new object that the field now holds. */
  JsonNode putObject(String name) {
    JsonNode object = object();
    set(name, object);
    return object;
  }

  JsonNode remove(String name) {
    fields().remove(name);
    return this;
  }

  JsonNode add(JsonNode element) {
    elements().add(element);
    return this;
  }

  boolean isObject() {
    return value instanceof Map;
  }

  boolean isArray() {
    return value instanceof List;
  }

  boolean isText() {
    return value instanceof String;
  }

  boolean isMissing() {
    return value == null;
  }

  /** Those of an object, which may be changed through it; none of anything else. */
  @SuppressWarnings("unchecked") // only object() makes maps
  Map<String, JsonNode> fields() {
    return isObject() ? (Map<String, JsonNode>) Objects.requireNonNull(value) : Map.of();
  }

  /** Those of an array, which may be changed through it; none of anything else. */
  @SuppressWarnings("unchecked") // only array() makes lists
  List<JsonNode> elements() {
    return isArray() ? (List<JsonNode>) Objects.requireNonNull(value) : List.of();
  }

  boolean has(String name) {
    return fields().containsKey(name);
  }

  JsonNode path(String name) {
    return fields().getOrDefault(name, MISSING);
  }

  JsonNode path(int index) {
    return index < elements().size() ? elements().get(index) : MISSING;
  }

  int size() {
    return isObject() ? fields().size() : elements().size();
  }

  /** The text of a string, number or word; empty for anything else. */
  String asText() {
    if (value instanceof Literal literal) {
      return literal.text();
    }
    return value instanceof String text ? text : "";
  }

  boolean asBoolean() {
    return value instanceof Literal literal && literal.text().equals("true");
  }

  /**
   * The number, or 0 if this is none.
   *
   * @throws NumberFormatException if it is one with a fraction
   */
  long asLong() {
    return isNumber() ? Long.parseLong(asText()) : 0;
  }

  int asInt() {
    return Math.toIntExact(asLong());
  }

  double asDouble() {
    return isNumber() ? Double.parseDouble(asText()) : 0;
  }

  private boolean isNumber() {
    return value instanceof Literal && asText().matches("[-0-9].*");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonNode node && Objects.equals(value, node.value);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(value);
  }

  @Override
  public String toString() {
    return JsonTree.write(this);
  }
}
