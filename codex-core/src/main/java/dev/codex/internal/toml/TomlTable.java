package dev.codex.internal.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table while it is read, with what decides whether more may be added to it. */
final class TomlTable {

  /** How a table came to be. */
  enum Origin {
    /** On the way to the table of a header; may still get a header of its own. */
    PATH,
    /** Has its header. */
    HEADER,
    /** By the dots of a key. */
    DOTS,
    /** In braces, which ended it. */
    BRACES
  }

  /** The tables of {@code [[name]]} headers. */
  static final class Series {
    final List<TomlTable> tables = new ArrayList<>();

    TomlTable last() {
      return tables.get(tables.size() - 1);
    }
  }

  final Map<String, Object> entries = new LinkedHashMap<>();
  Origin origin;

  TomlTable(Origin origin) {
    this.origin = origin;
  }

  /** Plain maps and lists, all the way down. */
  Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    entries.forEach((name, value) -> plain.put(name, plainly(value)));
    return plain;
  }

  private static Object plainly(Object value) {
    if (value instanceof TomlTable table) {
      return table.plain();
    }
    if (value instanceof Series series) {
      return series.tables.stream().map(TomlTable::plain).toList();
    }
    return value instanceof List<?> list ? list.stream().map(TomlTable::plainly).toList() : value;
  }
}
