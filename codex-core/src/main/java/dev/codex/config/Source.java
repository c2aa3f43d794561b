package dev.codex.config;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where settings were written.
 *
 * @param name what people call it: a path, or the override as it was given
 * @param folder what relative paths in it are relative to; null where there is no file
 * @param text the whole source, to find keys in
 */
record Source(String name, @Nullable Path folder, String text) {

  /** The name, with line and column of the key if it can be found. */
  String at(KeyPath key) {
    if (folder == null) {
      return name;
    }
    String place = "";
    int length = 0;
    KeyPath table = new KeyPath(List.of());
    Deque<String> openQuotes = new ArrayDeque<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      boolean insideText = !openQuotes.isEmpty();
      follow(line, openQuotes);
      String trimmed = line.strip();
      if (insideText || trimmed.isEmpty() || trimmed.startsWith("#")) {
        continue;
      }
      KeyPath found;
      if (trimmed.startsWith("[")) {
        table = KeyPath.parse(header(trimmed));
        found = table;
      } else {
        found = table.plus(KeyPath.parse(trimmed.substring(0, keyEnd(trimmed))));
      }
      if (found.parts().size() > length && key.startsWith(found)) {
        length = found.parts().size();
        place = ":" + (i + 1) + ":" + (line.indexOf(trimmed) + 1);
      }
    }
    return name + place;
  }

  /** Keeps track of multi-line texts, inside which nothing is a key. */
  private static void follow(String line, Deque<String> open) {
    for (int i = 0; i + 3 <= line.length(); i++) {
      String three = line.substring(i, i + 3);
      if (open.isEmpty()
          ? three.equals("\"\"\"") || three.equals("'''")
          : three.equals(open.peek())) {
        if (open.isEmpty()) {
          open.push(three);
        } else {
          open.pop();
        }
        i += 2;
      }
    }
  }

  private static String header(String line) {
    int from = line.startsWith("[[") ? 2 : 1;
    int to = line.indexOf(']', Math.max(from, line.lastIndexOf('"')));
    return line.substring(from, to < 0 ? line.length() : to);
  }

  private static int keyEnd(String line) {
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '=') {
        return i;
      }
    }
    return line.length();
  }
}
