package dev.codex.sandbox.rules.starlark.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** The {@code %} of strings. */
final class PercentFormat {

  private PercentFormat() {}

  static String format(String format, Object value, Meter meter) {
    List<Object> arguments =
        value instanceof StarlarkTuple tuple ? tuple.elements() : List.of(value);
    StringBuilder out = new StringBuilder();
    int next = 0;
    int i = 0;
    while (i < format.length()) {
      char letter = format.charAt(i++);
      if (letter != '%') {
        out.append(letter);
        continue;
      }
      if (i == format.length()) {
        throw new StarlarkException("the format ends in a lone `%`.");
      }
      char kind = format.charAt(i++);
      if (kind == '%') {
        out.append('%');
        continue;
      }
      if ("srdxXofeEgG".indexOf(kind) < 0) {
        throw new StarlarkException("a format cannot have `%" + kind + "`.");
      }
      if (next == arguments.size()) {
        throw new StarlarkException("the format has more places than there are arguments.");
      }
      out.append(one(kind, arguments.get(next++)));
    }
    if (next < arguments.size()) {
      throw new StarlarkException("the format has fewer places than there are arguments.");
    }
    meter.allocate(out.length());
    return out.toString();
  }

  private static String one(char letter, Object value) {
    return switch (letter) {
      case 's' -> Printer.str(value);
      case 'r' -> Printer.repr(value);
      case 'd' -> integer(letter, value).toString();
      case 'x' -> integer(letter, value).toString(16);
      case 'X' -> integer(letter, value).toString(16).toUpperCase(Locale.ROOT);
      case 'o' -> integer(letter, value).toString(8);
      default -> real(letter, value);
    };
  }

  private static BigInteger integer(char letter, Object value) {
    if (value instanceof BigInteger number) {
      return number;
    }
    if (value instanceof Double number && letter == 'd' && Double.isFinite(number)) {
      return new BigDecimal(number).toBigInteger();
    }
    throw new StarlarkException("`%" + letter + "` does not go with a " + Values.type(value) + ".");
  }

  private static String real(char letter, Object value) {
    if (!(value instanceof BigInteger) && !(value instanceof Double)) {
      throw new StarlarkException(
          "`%" + letter + "` does not go with a " + Values.type(value) + ".");
    }
    double number = Operators.real(value);
    if (!Double.isFinite(number)) {
      return Printer.real(number);
    }
    return switch (letter) {
      case 'f' -> String.format(Locale.ROOT, "%.6f", number);
      case 'e', 'E' -> Printer.scientific(number, letter);
      case 'g' -> Printer.real(number);
      default -> Printer.real(number).toUpperCase(Locale.ROOT);
    };
  }
}
