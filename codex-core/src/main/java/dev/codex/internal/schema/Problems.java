package dev.codex.internal.schema;

import dev.codex.internal.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What does not fit, and where, in words from which a model can correct itself. */
final class Problems {

  private static final int SHOWN = 5;
  private static final int SHOWN_NAMES = 30;
  private static final int SHOWN_CHARACTERS = 60;

  private final List<String> shown = new ArrayList<>();
  private int count;

  int count() {
    return count;
  }

  List<String> shown() {
    return List.copyOf(shown);
  }

  void add(String problem) {
    if (shown.size() < SHOWN) {
      shown.add(problem);
    }
    count++;
  }

  void addAll(Problems other) {
    other.shown.forEach(this::add);
    count += other.count - other.shown.size();
  }

  void mismatch(String path, String expected, @Nullable Object value) {
    add(path + " must be " + expected + " but is " + found(value) + encodingHint(expected, value));
  }

  void unknownName(String path, Collection<String> names, @Nullable Object value) {
    String near = value instanceof String text ? nearest(text, names) : null;
    String hint = near == null ? "" : " (did you mean " + near + "?)";
    add(path + " must be " + oneOf(names) + " but is " + found(value) + hint);
  }

  /** A property is not there; of the names that are there, one may have been meant. */
  void missing(String path, String name, String expected, Collection<String> present) {
    String near = nearest(name, present);
    String hint = near == null ? "" : "; did you mean it by " + quoted(near) + "?";
    add(child(path, name) + " is missing (" + expected + hint + ")");
  }

  /** All problems in one line. */
  String message() {
    String more = count > shown.size() ? "; and " + (count - shown.size()) + " more" : "";
    return String.join("; ", shown) + more;
  }

  static String oneOf(Collection<String> names) {
    String list = names.stream().limit(SHOWN_NAMES).collect(Collectors.joining(", "));
    int left = names.size() - SHOWN_NAMES;
    return (names.size() == 1 ? "" : "one of ") + list + (left > 0 ? " and " + left + " more" : "");
  }

  static String child(String path, String name) {
    return path + suffix(name);
  }

  /** What a property of this name adds to the path of its object. */
  static String suffix(String name) {
    boolean isPlain = !name.isEmpty() && name.chars().allMatch(Character::isJavaIdentifierPart);
    return isPlain && name.length() <= SHOWN_CHARACTERS ? "." + name : "[" + quoted(name) + "]";
  }

  static String found(@Nullable Object value) {
    if (value instanceof Map<?, ?>) {
      return "an object";
    }
    if (value instanceof List<?> list) {
      return "an array of " + list.size();
    }
    return value instanceof String text ? quoted(text) : shorten(String.valueOf(value));
  }

  static String quoted(String text) {
    return Json.quote(shorten(text));
  }

  static String shorten(String text) {
    if (text.length() <= SHOWN_CHARACTERS) {
      return text;
    }
    int end = SHOWN_CHARACTERS - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  private static String encodingHint(String expected, @Nullable Object value) {
    boolean isEncoded = value instanceof String text
        && (text.startsWith("{") || text.startsWith("["))
        && (expected.startsWith("an object") || expected.startsWith("an array"));
    return isEncoded ? " (write the JSON itself, not a string that holds it)" : "";
  }

  private static @Nullable String nearest(String text, Collection<String> names) {
    String best = null;
    int bestDistance = 3;
    for (String name : names) {
      int distance = distance(normal(text), normal(name));
      if (distance < bestDistance && distance < name.length() - 1) {
        best = name;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static String normal(String name) {
    return shorten(name).toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Levenshtein's distance. */
  private static int distance(String left, String right) {
    int[] last = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      last[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] next = new int[right.length() + 1];
      next[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int replaced = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        next[column] =
            Math.min(last[column - 1] + replaced, 1 + Math.min(last[column], next[column - 1]));
      }
      last = next;
    }
    return last[right.length()];
  }
}
