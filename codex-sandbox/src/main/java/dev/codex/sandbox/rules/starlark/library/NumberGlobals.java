package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Builtin;
import dev.codex.sandbox.rules.starlark.value.Callable;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.Operators;
import dev.codex.sandbox.rules.starlark.value.Printer;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkRange;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;

/** The functions of numbers and characters that every program has. */
final class NumberGlobals {

  private NumberGlobals() {}

  static Map<String, Callable> all() {
    return Map.of(
        "abs", new Builtin("abs", NumberGlobals::absolute),
        "chr", new Builtin("chr", NumberGlobals::character),
        "ord", new Builtin("ord", NumberGlobals::codePoint),
        "float", new Builtin("float", NumberGlobals::real),
        "int", new Builtin("int", NumberGlobals::integer),
        "range", new Builtin("range", NumberGlobals::range));
  }

  private static Object absolute(Arguments arguments, Meter meter) {
    Object value = arguments.bind("abs", "x").get(0);
    if (value instanceof BigInteger number) {
      return number.abs();
    }
    if (value instanceof Double number) {
      return Math.abs(number);
    }
    throw new StarlarkException("abs wants a number, not a " + Values.type(value) + ".");
  }

  private static Object character(Arguments arguments, Meter meter) {
    int point = arguments.bind("chr", "i").integer(0, 0);
    if (!Character.isValidCodePoint(point) || point >= 0xd800 && point < 0xe000) {
      throw new StarlarkException(point + " is not the code of a character.");
    }
    return Character.toString(point);
  }

  private static Object codePoint(Arguments arguments, Meter meter) {
    String text = arguments.bind("ord", "a").text(0);
    if (Values.size(text) != 1) {
      throw new StarlarkException("ord wants one character, not " + Printer.repr(text) + ".");
    }
    return Values.integer(text.codePointAt(0));
  }

  private static Object real(Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("float", "a?");
    Object value = bound.or(0, BigInteger.ZERO);
    if (value instanceof Boolean truth) {
      return truth ? 1.0 : 0.0;
    }
    if (value instanceof String text) {
      return real(text);
    }
    if (value instanceof BigInteger || value instanceof Double) {
      return Operators.real(value);
    }
    throw new StarlarkException(
        "float wants a number or a string, not a " + Values.type(value) + ".");
  }

  private static double real(String text) {
    String name = text.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "");
    int sign = text.startsWith("-") ? -1 : 1;
    if (name.equals("inf") || name.equals("infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    if (name.equals("nan")) {
      return Double.NaN;
    }
    if (name.matches("[0-9]+\\.?[0-9]*(e[+-]?[0-9]+)?|\\.[0-9]+(e[+-]?[0-9]+)?")) {
      return sign * Double.parseDouble(name);
    }
    throw new StarlarkException(Printer.repr(text) + " is not a number.");
  }

  private static Object integer(Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("int", "a?", "base?");
    Object value = bound.or(0, BigInteger.ZERO);
    if (value instanceof String text) {
      return integer(text, bound.integer(1, 10));
    }
    if (bound.has(1)) {
      throw new StarlarkException("int takes a base only with a string.");
    }
    if (value instanceof BigInteger) {
      return value;
    }
    if (value instanceof Boolean truth) {
      return Values.integer(truth ? 1 : 0);
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return new BigDecimal(number).toBigInteger();
    }
    throw new StarlarkException("int wants a number or a string, not " + Printer.repr(value) + ".");
  }

  private static BigInteger integer(String text, int base) {
    if (base != 0 && (base < 2 || base > 36)) {
      throw new StarlarkException(base + " is not a base: it must be from 2 to 36.");
    }
    String digits = text.replaceFirst("^[+-]", "").toLowerCase(Locale.ROOT);
    int radix = base == 0 ? 10 : base;
    for (Map.Entry<String, Integer> prefix : Map.of("0x", 16, "0o", 8, "0b", 2).entrySet()) {
      if (digits.startsWith(prefix.getKey()) && (base == 0 || base == prefix.getValue())) {
        digits = digits.substring(2);
        radix = prefix.getValue();
      }
    }
    try {
      if (digits.startsWith("-") || digits.startsWith("+") || digits.length() > 10_000) {
        throw new NumberFormatException();
      }
      BigInteger number = new BigInteger(digits, radix);
      return text.startsWith("-") ? number.negate() : number;
    } catch (NumberFormatException e) {
      throw new StarlarkException(Printer.repr(text) + " is not an integer in base " + radix + ".");
    }
  }

  private static Object range(Arguments arguments, Meter meter) {
    int count = arguments.positional().size();
    if (count == 0 || count > 3 || !arguments.named().isEmpty()) {
      throw new StarlarkException("range takes 1 to 3 ints by position.");
    }
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      ends[i] = new Arguments(arguments.positional().subList(i, i + 1), Map.of())
          .bind("range", "a")
          .integer(0, 0);
    }
    return count == 1
        ? new StarlarkRange(0, ends[0], 1)
        : new StarlarkRange(ends[0], ends[1], count == 3 ? ends[2] : 1);
  }
}
