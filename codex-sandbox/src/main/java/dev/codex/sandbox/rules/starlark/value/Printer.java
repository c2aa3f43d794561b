package dev.codex.sandbox.rules.starlark.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The printed form of values, as {@code str} and {@code repr} give it. */
public final class Printer {

  private final StringBuilder out = new StringBuilder();

  private Printer() {}

  public static String str(Object value) {
    return value instanceof String text ? text : repr(value);
  }

  public static String repr(Object value) {
    Printer printer = new Printer();
    printer.print(value, 0);
    return printer.out.toString();
  }

  private void print(Object value, int depth) {
    if (depth > Values.MAX_NESTING) {
      throw new StarlarkException("values nested this deeply cannot be printed.");
    }
    if (value instanceof String text) {
      quote(text);
    } else if (value instanceof Boolean truth) {
      out.append(truth ? "True" : "False");
    } else if (value instanceof None) {
      out.append("None");
    } else if (value instanceof Double number) {
      out.append(real(number));
    } else if (value instanceof BigInteger || value instanceof Key) {
      out.append(value);
    } else if (value instanceof StarlarkList list) {
      elements("[", list.elements(), "]", depth);
    } else if (value instanceof StarlarkTuple tuple) {
      elements("(", tuple.elements(), tuple.elements().size() == 1 ? ",)" : ")", depth);
    } else if (value instanceof StarlarkDict dict) {
      entries(dict, depth);
    } else if (value instanceof StarlarkRange range) {
      range(range);
    } else {
      out.append(value instanceof Callable callable ? callable.name() : "iterator");
    }
  }

  private void elements(String open, List<Object> elements, String close, int depth) {
    out.append(open);
    String separator = "";
    for (Object element : elements) {
      out.append(separator);
      print(element, depth + 1);
      separator = ", ";
    }
    out.append(close);
  }

  private void entries(StarlarkDict dict, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<Key, Object> entry : dict.entries()) {
      out.append(separator);
      print(entry.getKey().value(), depth + 1);
      out.append(": ");
      print(entry.getValue(), depth + 1);
      separator = ", ";
    }
    out.append('}');
  }

  private void range(StarlarkRange range) {
    out.append("range(");
    if (range.start() != 0 || range.step() != 1) {
      out.append(range.start()).append(", ");
    }
    out.append(range.stop());
    if (range.step() != 1) {
      out.append(", ").append(range.step());
    }
    out.append(')');
  }

  private void quote(String text) {
    out.append('"');
    text.codePoints().forEach(this::character);
    out.append('"');
  }

  private void character(int point) {
    switch (point) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (point >= ' ' && point < 0x7f) {
          out.append((char) point);
        } else if (point < 0x100) {
          out.append(String.format(Locale.ROOT, "\\x%02x", point));
        } else if (point < 0x10000) {
          out.append(String.format(Locale.ROOT, "\\u%04x", point));
        } else {
          out.append(String.format(Locale.ROOT, "\\U%08x", point));
        }
      }
    }
  }

  /** Short where that loses nothing, scientific beyond six digits, as the real one has it. */
  static String real(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+inf" : "-inf";
    }
    int exponent = number == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(number)));
    if (Math.abs(exponent) > 5) {
      return scientific(number, 'e').replaceFirst("\\.?0*e", "e");
    }
    String plain = new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  static String scientific(double number, char letter) {
    return String.format(Locale.ROOT, letter == 'e' ? "%.6e" : "%.6E", number);
  }
}
