package dev.codex.config;

import dev.codex.config.Node.Leaf;
import dev.codex.config.Node.Table;
import dev.codex.error.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which keys there are, what they hold, and which of them a project may not set; keys.txt. */
final class Schema {

  private final Map<String, Schema> children = new HashMap<>();
  private String type = "";
  private boolean hostOnly;

  private Schema() {}

  static Schema load() {
    try (InputStream in = Schema.class.getResourceAsStream("keys.txt")) {
      if (in == null) {
        throw new IllegalStateException("keys.txt is missing beside Schema.class.");
      }
      Schema root = new Schema();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(root::add);
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    String[] words = line.split(" ");
    Schema schema = this;
    for (String part : words[0].split("\\.")) {
      schema = schema.children.computeIfAbsent(part, name -> new Schema());
      schema.hostOnly |= words.length > 2;
    }
    schema.type = words[1];
  }

  /** Whether only the host's own files may hold this top-level key. */
  boolean isHostOnly(String name) {
    Schema child = children.get(name);
    return child != null && child.hostOnly;
  }

  /**
   * Checks the types of all that is known and collects the rest.
   *
   * @throws ConfigException at the first value of a wrong type
   */
  void check(Table table, Map<KeyPath, Source> unknown) {
    check(table, new KeyPath(List.of()), unknown);
  }

  private void check(Table table, KeyPath prefix, Map<KeyPath, Source> unknown) {
    table.entries().forEach((name, node) -> {
      KeyPath key = prefix.plus(name);
      Schema schema = children.getOrDefault(name, children.get("*"));
      if (schema == null) {
        unknown.put(key, sourceOf(node));
      } else if (schema.children.isEmpty()) {
        schema.checkValue(key, node);
      } else if (node instanceof Table inner) {
        schema.check(inner, key, unknown);
      } else {
        throw wrong(key, (Leaf) node, "a table");
      }
    });
  }

  private void checkValue(KeyPath key, Node node) {
    if (type.equals("any")) {
      return;
    }
    if (node instanceof Table table) {
      if (!type.equals("map")) {
        throw new ConfigException(
            sourceOf(table).at(key) + ": " + key + " is a table; expected " + expected() + ".");
      }
      Schema text = new Schema();
      text.type = "text";
      table.entries().forEach((name, inner) -> text.checkValue(key.plus(name), inner));
      return;
    }
    Leaf leaf = (Leaf) node;
    if (!accepts(leaf.value())) {
      throw wrong(key, leaf, expected());
    }
  }

  private boolean accepts(Object value) {
    return switch (type) {
      case "text" -> value instanceof String;
      case "integer" -> value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      case "texts" ->
        value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
      case "map" -> false;
      default -> Arrays.asList(type.split("\\|")).contains(value);
    };
  }

  private String expected() {
    return switch (type) {
      case "text" -> "a text";
      case "integer" -> "an integer";
      case "boolean" -> "true or false";
      case "texts" -> "a list of texts";
      case "map" -> "a table of texts";
      default -> '"' + type.replace("|", "\", \"") + '"';
    };
  }

  static ConfigException wrong(KeyPath key, Leaf leaf, String expected) {
    String hint = "";
    if (key.toString().endsWith(".wire_api") && "chat".equals(leaf.value())) {
      hint = " Codex gave up its chat wire (discussion 7782 of openai/codex):"
          + " write wire_api = \"responses\".";
    }
    return new ConfigException("%s: %s is %s; expected %s.%s"
        .formatted(leaf.source().at(key), key, shown(key, leaf), expected, hint));
  }

  /** The value, unless its name says that it is nobody's business. */
  private static String shown(KeyPath key, Leaf leaf) {
    String name = key.toString().toLowerCase(Locale.ROOT);
    boolean secret = name.contains("token\"") || name.endsWith("token") || name.contains("header");
    return secret ? "not of the right type" : leaf.shown();
  }

  private static Source sourceOf(Node node) {
    Source found = anySource(node);
    return found == null ? new Source("config", null, "") : found;
  }

  private static @Nullable Source anySource(Node node) {
    if (node instanceof Leaf leaf) {
      return leaf.source();
    }
    for (Node inner : ((Table) node).entries().values()) {
      Source source = anySource(inner);
      if (source != null) {
        return source;
      }
    }
    return null;
  }
}
