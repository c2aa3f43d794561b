package dev.codex.internal.json.tree;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value of a JSON tree: what is asked of a value of another kind is answered with nothing, zero
 * or {@link #MISSING}, so that a reader need not ask first.
 */
public final class JsonNode implements Iterable<JsonNode> {

  public static final JsonNode MISSING = new JsonNode(null);
  public static final JsonNode NULL = new JsonNode(new Literal("null"));

  /** A number or a word, as it stands in the text; so nothing of it is lost. */
  private record Literal(String text) {}

  private final @Nullable Object value;

  private JsonNode(@Nullable Object value) {
    this.value = value;
  }

  public static JsonNode object() {
    return new JsonNode(new LinkedHashMap<String, JsonNode>());
  }

  public static JsonNode array() {
    return new JsonNode(new ArrayList<JsonNode>());
  }

  public static JsonNode text(String text) {
    return new JsonNode(text);
  }

  public static JsonNode literal(String text) {
    return new JsonNode(new Literal(text));
  }

  public JsonNode set(String name, JsonNode field) {
    fields().put(name, field);
    return this;
  }

  public JsonNode put(String name, String text) {
    return set(name, text(text));
  }

  public JsonNode put(String name, boolean claim) {
    return set(name, literal(String.valueOf(claim)));
  }

  public JsonNode put(String name, long number) {
    return set(name, literal(String.valueOf(number)));
  }

  public JsonNode put(String name, double number) {
    return set(name, literal(String.valueOf(number)));
  }

  /** The new array that the field now holds. */
  public JsonNode putArray(String name) {
    JsonNode array = array();
    set(name, array);
    return array;
  }

  /** The new object that the field now holds. */
  public JsonNode putObject(String name) {
    JsonNode object = object();
    set(name, object);
    return object;
  }

  public JsonNode remove(String name) {
    fields().remove(name);
    return this;
  }

  public JsonNode add(JsonNode element) {
    elements().add(element);
    return this;
  }

  public boolean isObject() {
    return value instanceof Map;
  }

  public boolean isArray() {
    return value instanceof List;
  }

  public boolean isTextual() {
    return value instanceof String;
  }

  public boolean isMissingNode() {
    return value == null;
  }

  public boolean isNull() {
    return equals(NULL);
  }

  public boolean isBoolean() {
    return value instanceof Literal && (asText().equals("true") || asText().equals("false"));
  }

  public boolean isNumber() {
    return value instanceof Literal && asText().matches("[-0-9].*");
  }

  /** Whether this is a whole number of at most 64 bits. */
  public boolean isLong() {
    return isNumber()
        && asText().matches("-?[0-9]{1,19}")
        && isInRange(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Whether this is a whole number of at most 32 bits. */
  public boolean isInt() {
    return isLong() && isInRange(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private boolean isInRange(long least, long most) {
    BigDecimal number = new BigDecimal(asText());
    return number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  /** Those of an object, which may be changed through it; none of anything else. */
  @SuppressWarnings("unchecked") // only object() makes maps
  public Map<String, JsonNode> fields() {
    return isObject() ? (Map<String, JsonNode>) Objects.requireNonNull(value) : Map.of();
  }

  /** The fields of an object as entries; none of anything else. */
  public Set<Map.Entry<String, JsonNode>> properties() {
    return fields().entrySet();
  }

  /** Those of an array, which may be changed through it; none of anything else. */
  @SuppressWarnings("unchecked") // only array() makes lists
  public List<JsonNode> elements() {
    return isArray() ? (List<JsonNode>) Objects.requireNonNull(value) : List.of();
  }

  public boolean has(String name) {
    return fields().containsKey(name);
  }

  public boolean hasNonNull(String name) {
    return has(name) && !path(name).isNull();
  }

  public JsonNode path(String name) {
    return fields().getOrDefault(name, MISSING);
  }

  public JsonNode path(int index) {
    return index < elements().size() ? elements().get(index) : MISSING;
  }

  public int size() {
    return isObject() ? fields().size() : elements().size();
  }

  /** The text of a string, number or word; empty for anything else. */
  public String asText() {
    if (value instanceof Literal literal) {
      return literal.text();
    }
    return value instanceof String text ? text : "";
  }

  /** Like {@link #asText()}, but the other where there is nothing, or null. */
  public @Nullable String asText(@Nullable String other) {
    return isMissingNode() || isNull() ? other : asText();
  }

  public boolean asBoolean() {
    return value instanceof Literal literal && literal.text().equals("true");
  }

  /** The number without its fraction, or 0 if this is none. */
  public long asLong() {
    return isNumber() ? new BigDecimal(asText()).longValue() : 0;
  }

  /** The number without its fraction, or 0 if this is none. */
  public int asInt() {
    return isNumber() ? new BigDecimal(asText()).intValue() : 0;
  }

  /** Like {@link #asInt()}, but the other where there is no number. */
  public int asInt(int other) {
    return isNumber() ? asInt() : other;
  }

  public double asDouble() {
    return isNumber() ? Double.parseDouble(asText()) : 0;
  }

  /**
   * The bytes of a base64 string; null for anything else.
   *
   * @throws IOException if the string is no base64
   */
  public byte @Nullable [] binaryValue() throws IOException {
    if (!isTextual()) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(asText());
    } catch (IllegalArgumentException e) {
      throw new IOException("a string is no base64: " + e.getMessage(), e);
    }
  }

  /** The elements of an array or the values of an object. */
  @Override
  public Iterator<JsonNode> iterator() {
    return isObject() ? fields().values().iterator() : elements().iterator();
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
