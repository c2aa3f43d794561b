package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.library.Methods.Method;
import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Iteration;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.Printer;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** The methods of strings. */
final class StringMethods {

  private StringMethods() {}

  static Map<String, Method<String>> all() {
    Map<String, Method<String>> all = new HashMap<>(StringSplitting.all());
    all.putAll(StringSearch.all());
    all.put("capitalize", plain("capitalize", StringMethods::capitalize));
    all.put("title", plain("title", StringMethods::title));
    all.put("lower", plain("lower", text -> text.toLowerCase(Locale.ROOT)));
    all.put("upper", plain("upper", text -> text.toUpperCase(Locale.ROOT)));
    all.put("isalnum", plain("isalnum", text -> each(text, Character::isLetterOrDigit)));
    all.put("isalpha", plain("isalpha", text -> each(text, Character::isLetter)));
    all.put("isdigit", plain("isdigit", text -> each(text, Character::isDigit)));
    all.put("isspace", plain("isspace", text -> each(text, Character::isWhitespace)));
    all.put("islower", plain("islower", text -> cased(text, Character::isUpperCase)));
    all.put("isupper", plain("isupper", text -> cased(text, Character::isLowerCase)));
    all.put(
        "istitle",
        plain("istitle", text -> cased(text, c -> false) && title(text).equals(text)));
    all.put("elems", plain("elems", characters(StringIteration.Kind.CHARACTERS)));
    all.put("codepoints", plain("codepoints", characters(StringIteration.Kind.CODE_POINTS)));
    all.put("format", BraceFormat::format);
    all.put("join", StringMethods::join);
    all.put("replace", StringMethods::replace);
    all.put("removeprefix", StringMethods::removePrefix);
    all.put("removesuffix", StringMethods::removeSuffix);
    all.put("strip", (self, arguments, meter) -> strip(self, arguments, true, true));
    all.put("lstrip", (self, arguments, meter) -> strip(self, arguments, true, false));
    all.put("rstrip", (self, arguments, meter) -> strip(self, arguments, false, true));
    return Map.copyOf(all);
  }

  private static Method<String> plain(String name, Function<String, Object> body) {
    return (self, arguments, meter) -> {
      arguments.bind(name);
      meter.allocate(self.length());
      return body.apply(self);
    };
  }

  private static Function<String, Object> characters(StringIteration.Kind kind) {
    return text -> new StringIteration(text, kind);
  }

  private static boolean each(String text, IntPredicate predicate) {
    return !text.isEmpty() && text.codePoints().allMatch(predicate);
  }

  /** Whether there are letters with case, and none of the wrong one. */
  private static boolean cased(String text, IntPredicate wrong) {
    IntPredicate hasCase = c -> Character.isUpperCase(c) || Character.isLowerCase(c);
    return text.codePoints().anyMatch(hasCase) && text.codePoints().noneMatch(wrong);
  }

  private static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT)
        + text.substring(first).toLowerCase(Locale.ROOT);
  }

  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      out.append(inWord ? Character.toLowerCase(letter) : Character.toUpperCase(letter));
      inWord = Character.isLetter(letter);
    }
    return out.toString();
  }

  private static Object join(String self, Arguments arguments, Meter meter) {
    StringJoiner joined = new StringJoiner(self);
    for (Object part : Iteration.elements(arguments.bind("join", "to_join").get(0), meter)) {
      if (!(part instanceof String text)) {
        throw new StarlarkException(
            "join wants strings, and " + Printer.repr(part) + " is a " + Values.type(part) + ".");
      }
      meter.allocate((long) text.length() + self.length());
      joined.add(text);
    }
    return joined.toString();
  }

  private static Object replace(String self, Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("replace", "old", "new", "count?");
    String old = bound.text(0);
    String other = bound.text(1);
    int count = bound.integer(2, Integer.MAX_VALUE);
    if (bound.has(2) && count < 0) {
      throw new StarlarkException("replace cannot be done " + count + " times.");
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (count-- > 0) {
      int at = self.indexOf(old, from);
      if (at < 0) {
        break;
      }
      meter.allocate((long) other.length() + 1);
      out.append(self, from, at).append(other);
      from = at + old.length();
      if (old.isEmpty()) {
        if (from == self.length()) {
          break;
        }
        out.append(self.charAt(from++));
      }
    }
    return out.append(self.substring(from)).toString();
  }

  private static Object removePrefix(String self, Arguments arguments, Meter meter) {
    String prefix = arguments.bind("removeprefix", "prefix").text(0);
    return self.startsWith(prefix) ? self.substring(prefix.length()) : self;
  }

  private static Object removeSuffix(String self, Arguments arguments, Meter meter) {
    String suffix = arguments.bind("removesuffix", "suffix").text(0);
    return self.endsWith(suffix) ? self.substring(0, self.length() - suffix.length()) : self;
  }

  private static Object strip(String self, Arguments arguments, boolean left, boolean right) {
    Arguments.Bound bound = arguments.bind("strip", "chars?");
    Predicate<Character> stripped = bound.has(0) && !(bound.get(0) instanceof None)
        ? one -> bound.text(0).indexOf(one) >= 0
        : Character::isWhitespace;
    int from = 0;
    int to = self.length();
    while (left && from < to && stripped.test(self.charAt(from))) {
      from++;
    }
    while (right && to > from && stripped.test(self.charAt(to - 1))) {
      to--;
    }
    return self.substring(from, to);
  }

  /** Texts as a list. */
  static StarlarkList list(List<String> texts, Meter meter) {
    texts.forEach(text -> meter.allocate(text.length() + 1L));
    return new StarlarkList(texts);
  }
}
