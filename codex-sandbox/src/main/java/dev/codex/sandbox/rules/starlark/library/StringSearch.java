package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.library.Methods.Method;
import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Arguments.Bound;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.Printer;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkTuple;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** The methods of strings that look for others; places count in code points. */
final class StringSearch {

  private StringSearch() {}

  static Map<String, Method<String>> all() {
    Map<String, Method<String>> all = new HashMap<>();
    all.put("find", (self, arguments, meter) -> Values.integer(find(self, arguments, false)));
    all.put("rfind", (self, arguments, meter) -> Values.integer(find(self, arguments, true)));
    all.put("index", (self, arguments, meter) -> index(self, arguments, false));
    all.put("rindex", (self, arguments, meter) -> index(self, arguments, true));
    all.put("count", StringSearch::count);
    all.put("startswith", (self, arguments, meter) -> affix(self, arguments, String::startsWith));
    all.put("endswith", (self, arguments, meter) -> affix(self, arguments, String::endsWith));
    return all;
  }

  private static Object index(String self, Arguments arguments, boolean last) {
    int at = find(self, arguments, last);
    if (at < 0) {
      throw new StarlarkException("the text looked for is not in " + Printer.repr(self) + ".");
    }
    return Values.integer(at);
  }

  private static int find(String self, Arguments arguments, boolean last) {
    Bound bound = arguments.bind("find", "needle", "start?", "end?");
    int from = offset(self, bound, 1, 0);
    int to = Math.max(from, offset(self, bound, 2, self.length()));
    String part = self.substring(from, to);
    int at = last ? part.lastIndexOf(bound.text(0)) : part.indexOf(bound.text(0));
    return at < 0 ? -1 : self.codePointCount(0, from + at);
  }

  private static Object count(String self, Arguments arguments, Meter meter) {
    Bound bound = arguments.bind("count", "needle", "start?", "end?");
    int from = offset(self, bound, 1, 0);
    String part = self.substring(from, Math.max(from, offset(self, bound, 2, self.length())));
    String needle = bound.text(0);
    if (needle.isEmpty()) {
      return Values.integer(part.codePointCount(0, part.length()) + 1L);
    }
    int count = 0;
    for (int at = part.indexOf(needle); at >= 0; at = part.indexOf(needle, at + needle.length())) {
      count++;
    }
    return Values.integer(count);
  }

  private static Object affix(
      String self, Arguments arguments, BiPredicate<String, String> predicate) {
    Object affix = arguments.bind("startswith or endswith", "x").get(0);
    if (affix instanceof String text) {
      return predicate.test(self, text);
    }
    if (affix instanceof StarlarkTuple tuple) {
      return tuple.elements().stream()
          .anyMatch(one -> one instanceof String text && predicate.test(self, text));
    }
    throw new StarlarkException(
        "an affix must be a string or a tuple of strings, not a " + Values.type(affix) + ".");
  }

  /** Where an optional argument points to, in Java's units. */
  private static int offset(String self, Bound bound, int argument, int absent) {
    if (!bound.has(argument) || bound.get(argument) instanceof None) {
      return absent;
    }
    int size = Values.size(self);
    long at = bound.integer(argument, 0);
    long real = Math.max(0, Math.min(size, at < 0 ? at + size : at));
    return self.offsetByCodePoints(0, (int) real);
  }
}
