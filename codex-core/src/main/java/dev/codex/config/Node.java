package dev.codex.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings as a tree: tables, and values that know where they were written. */
sealed interface Node {

  /** Text, Long, Double, Boolean or a list of those and of maps. */
  record Leaf(Object value, Source source) implements Node {

    /** The value as a person would write it. */
    String shown() {
      return value instanceof String text ? '"' + text + '"' : value.toString();
    }
  }

  /** A table; the order is that of the file. */
  record Table(Map<String, Node> entries) implements Node {

    static final Table EMPTY = new Table(Map.of());

    public Table {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** This table with another laid over it: tables merge, everything else is replaced. */
    Table under(Table upper) {
      Map<String, Node> merged = new LinkedHashMap<>(entries);
      upper.entries.forEach((name, node) -> {
        Node mine = merged.get(name);
        merged.put(
            name,
            mine instanceof Table below && node instanceof Table above ? below.under(above) : node);
      });
      return new Table(merged);
    }

    @Nullable
    Node find(KeyPath key) {
      Node node = this;
      for (String part : key.parts()) {
        if (!(node instanceof Table table) || !table.entries.containsKey(part)) {
          return null;
        }
        node = table.entries.get(part);
      }
      return node;
    }

    /** A table in which the key stands for the node, and nothing else does. */
    static Table of(KeyPath key, Node node) {
      Node inner = node;
      List<String> parts = key.parts();
      for (int i = parts.size() - 1; i >= 0; i--) {
        inner = new Table(Map.of(parts.get(i), inner));
      }
      return (Table) inner;
    }

    Table without(String name) {
      Map<String, Node> rest = new LinkedHashMap<>(entries);
      rest.remove(name);
      return new Table(rest);
    }
  }
}
