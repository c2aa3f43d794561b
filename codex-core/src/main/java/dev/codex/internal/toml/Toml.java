package dev.codex.internal.toml;

import dev.codex.internal.toml.TomlTable.Origin;
import dev.codex.internal.toml.TomlTable.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a TOML 1.0 document. */
public final class Toml {

  /** Levels of tables and lists, so that hostile nesting does not overflow the stack. */
  private static final int MAX_DEPTH = 200;

  private final Cursor cursor;
  private final Texts texts;
  private final Scalars scalars;
  private final TomlTable root = new TomlTable(Origin.HEADER);
  private int depth;

  private Toml(String text) {
    this.cursor = new Cursor(text);
    this.texts = new Texts(cursor);
    this.scalars = new Scalars(cursor);
  }

  /**
   * The document as maps, in the order of the text, of String, Long, Double, Boolean, List and Map.
   * Dates and times are texts, as they were written.
   */
  public static Map<String, Object> parse(String text) throws TomlException {
    Toml toml = new Toml(text);
    toml.document();
    return toml.root.plain();
  }

  private void document() throws TomlException {
    TomlTable current = root;
    cursor.skipBlankLines();
    while (cursor.peek() != Cursor.END) {
      if (cursor.take("[[")) {
        current = header("]]");
      } else if (cursor.take("[")) {
        current = header("]");
      } else {
        entry(current);
      }
      cursor.endLine();
      cursor.skipBlankLines();
    }
  }

  private TomlTable header(String end) throws TomlException {
    int start = cursor.position();
    List<String> key = key();
    if (!cursor.take(end)) {
      throw cursor.wrong("expected " + end + " after the name of the table");
    }
    TomlTable parent = root;
    for (String part : key.subList(0, key.size() - 1)) {
      parent = step(parent, part, start);
    }
    String name = key.get(key.size() - 1);
    return end.length() == 2 ? nextOfSeries(parent, name, start) : table(parent, name, start);
  }

  private TomlTable step(TomlTable parent, String part, int start) throws TomlException {
    Object child = parent.entries.computeIfAbsent(part, name -> new TomlTable(Origin.PATH));
    if (child instanceof Series series) {
      return series.last();
    }
    if (child instanceof TomlTable table && table.origin != Origin.BRACES) {
      return table;
    }
    throw cursor.wrongAt(start, "'" + part + "' has a value already and can hold no table");
  }

  private TomlTable table(TomlTable parent, String name, int start) throws TomlException {
    Object there = parent.entries.computeIfAbsent(name, key -> new TomlTable(Origin.PATH));
    if (there instanceof TomlTable table && table.origin == Origin.PATH) {
      table.origin = Origin.HEADER;
      return table;
    }
    throw cursor.wrongAt(start, "'" + name + "' is there already; write its keys in one place");
  }

  private TomlTable nextOfSeries(TomlTable parent, String name, int start) throws TomlException {
    Object there = parent.entries.computeIfAbsent(name, key -> new Series());
    if (there instanceof Series series) {
      series.tables.add(new TomlTable(Origin.HEADER));
      return series.last();
    }
    throw cursor.wrongAt(start, "'" + name + "' is there already and is no list of tables");
  }

  private void entry(TomlTable table) throws TomlException {
    int start = cursor.position();
    List<String> key = key();
    if (!cursor.take("=")) {
      throw cursor.wrong("expected = after the key and not " + cursor.shown());
    }
    cursor.skipSpaces();
    TomlTable parent = table;
    for (String part : key.subList(0, key.size() - 1)) {
      Object child = parent.entries.computeIfAbsent(part, name -> new TomlTable(Origin.DOTS));
      if (!(child instanceof TomlTable next) || next.origin != Origin.DOTS) {
        throw cursor.wrongAt(start, "'" + part + "' is there already; write its keys in one place");
      }
      parent = next;
    }
    String name = key.get(key.size() - 1);
    if (parent.entries.containsKey(name)) {
      throw cursor.wrongAt(start, "'" + name + "' is there already; keep one of the two");
    }
    depth += key.size();
    parent.entries.put(name, value());
    depth -= key.size();
  }

  /** The parts of a key; afterwards the cursor stands behind the blanks after it. */
  private List<String> key() throws TomlException {
    List<String> parts = new ArrayList<>();
    do {
      cursor.skipSpaces();
      parts.add(texts.isHere() ? texts.onOneLine() : bareKey());
      checkDepth(depth + parts.size());
      cursor.skipSpaces();
    } while (cursor.take("."));
    return parts;
  }

  private String bareKey() throws TomlException {
    int start = cursor.position();
    while (isBare(cursor.peek())) {
      cursor.skip(1);
    }
    if (cursor.position() == start) {
      throw cursor.wrong("expected a key and not " + cursor.shown());
    }
    return cursor.since(start);
  }

  private static boolean isBare(int c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || c == '-';
  }

  private Object value() throws TomlException {
    if (texts.isHere()) {
      return texts.any();
    }
    if (cursor.peek() != '[' && cursor.peek() != '{') {
      return scalars.any();
    }
    checkDepth(++depth);
    Object value = cursor.take("[") ? list() : braces();
    depth--;
    return value;
  }

  private void checkDepth(int levels) throws TomlException {
    if (levels > MAX_DEPTH) {
      throw cursor.wrong("more than " + MAX_DEPTH + " levels of tables and lists");
    }
  }

  private List<Object> list() throws TomlException {
    List<Object> list = new ArrayList<>();
    cursor.skipBlankLines();
    while (!cursor.take("]")) {
      list.add(value());
      cursor.skipBlankLines();
      if (!cursor.take(",") && cursor.peek() != ']') {
        throw cursor.wrong("expected , or ] in the list and not " + cursor.shown());
      }
      cursor.skipBlankLines();
    }
    return list;
  }

  private TomlTable braces() throws TomlException {
    TomlTable table = new TomlTable(Origin.BRACES);
    cursor.skip(1);
    cursor.skipSpaces();
    boolean more = !cursor.take("}");
    while (more) {
      entry(table);
      cursor.skipSpaces();
      more = cursor.take(",");
      if (!more && !cursor.take("}")) {
        throw cursor.wrong("expected , or } in the table and not " + cursor.shown());
      }
    }
    return table;
  }
}
