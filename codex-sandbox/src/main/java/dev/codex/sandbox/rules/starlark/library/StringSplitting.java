package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.library.Methods.Method;
import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Arguments.Bound;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkTuple;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The methods of strings that cut them up. */
final class StringSplitting {

  private StringSplitting() {}

  static Map<String, Method<String>> all() {
    return Map.of(
        "split", StringSplitting::split,
        "rsplit", StringSplitting::splitFromEnd,
        "splitlines", StringSplitting::splitLines,
        "partition", (self, arguments, meter) -> partition(self, arguments, false),
        "rpartition", (self, arguments, meter) -> partition(self, arguments, true));
  }

  private static Object split(String self, Arguments arguments, Meter meter) {
    Bound bound = arguments.bind("split", "sep?", "maxsplit?");
    int max = max(bound);
    if (!hasSeparator(bound)) {
      return StringMethods.list(words(self, max), meter);
    }
    String separator = separator(bound.text(0));
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = self.indexOf(separator);
        at >= 0 && parts.size() < max;
        at = self.indexOf(separator, from)) {
      parts.add(self.substring(from, at));
      from = at + separator.length();
    }
    parts.add(self.substring(from));
    return StringMethods.list(parts, meter);
  }

  private static Object splitFromEnd(String self, Arguments arguments, Meter meter) {
    Bound bound = arguments.bind("rsplit", "sep?", "maxsplit?");
    int max = max(bound);
    if (!hasSeparator(bound)) {
      return StringMethods.list(wordsFromEnd(self, max), meter);
    }
    String separator = separator(bound.text(0));
    Deque<String> parts = new ArrayDeque<>();
    String rest = self;
    for (int at = rest.lastIndexOf(separator);
        at >= 0 && parts.size() < max;
        at = rest.lastIndexOf(separator)) {
      parts.addFirst(rest.substring(at + separator.length()));
      rest = rest.substring(0, at);
    }
    parts.addFirst(rest);
    return StringMethods.list(List.copyOf(parts), meter);
  }

  private static boolean hasSeparator(Bound bound) {
    return bound.has(0) && !(bound.get(0) instanceof None);
  }

  private static int max(Bound bound) {
    int max = bound.has(1) && !(bound.get(1) instanceof None) ? bound.integer(1, -1) : -1;
    return max < 0 ? Integer.MAX_VALUE : max;
  }

  private static String separator(String separator) {
    if (separator.isEmpty()) {
      throw new StarlarkException("a separator cannot be empty.");
    }
    return separator;
  }

  private static List<String> words(String text, int max) {
    List<String> words = new ArrayList<>();
    String rest = text.stripLeading();
    while (!rest.isEmpty() && words.size() < max) {
      int end = 0;
      while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
        end++;
      }
      words.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    if (!rest.isEmpty()) {
      words.add(rest);
    }
    return words;
  }

  private static List<String> wordsFromEnd(String text, int max) {
    Deque<String> words = new ArrayDeque<>();
    String rest = text.stripTrailing();
    while (!rest.isEmpty() && words.size() < max) {
      int start = rest.length();
      while (start > 0 && !Character.isWhitespace(rest.charAt(start - 1))) {
        start--;
      }
      words.addFirst(rest.substring(start));
      rest = rest.substring(0, start).stripTrailing();
    }
    if (!rest.isEmpty()) {
      words.addFirst(rest);
    }
    return List.copyOf(words);
  }

  private static Object splitLines(String self, Arguments arguments, Meter meter) {
    Bound bound = arguments.bind("splitlines", "keepends?");
    boolean keep = bound.has(0) && Values.isTrue(bound.get(0));
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < self.length(); i++) {
      if (self.charAt(i) != '\n' && self.charAt(i) != '\r') {
        continue;
      }
      int end = i;
      if (self.startsWith("\r\n", i)) {
        i++;
      }
      lines.add(self.substring(from, keep ? i + 1 : end));
      from = i + 1;
    }
    if (from < self.length()) {
      lines.add(self.substring(from));
    }
    return StringMethods.list(lines, meter);
  }

  private static Object partition(String self, Arguments arguments, boolean last) {
    String separator = separator(arguments.bind("partition", "needle").text(0));
    int at = last ? self.lastIndexOf(separator) : self.indexOf(separator);
    if (at < 0) {
      return last ? StarlarkTuple.of("", "", self) : StarlarkTuple.of(self, "", "");
    }
    return StarlarkTuple.of(
        self.substring(0, at), separator, self.substring(at + separator.length()));
  }
}
