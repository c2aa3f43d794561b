package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.Printer;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.Values;

/** The {@code format} method of strings. */
final class BraceFormat {

  private final String format;
  private final Arguments arguments;
  private final StringBuilder out = new StringBuilder();
  private int next;
  private boolean counted;
  private boolean numbered;

  private BraceFormat(String format, Arguments arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  static String format(String format, Arguments arguments, Meter meter) {
    BraceFormat run = new BraceFormat(format, arguments);
    run.run();
    meter.allocate(run.out.length());
    return run.out.toString();
  }

  private void run() {
    for (int i = 0; i < format.length(); i++) {
      char letter = format.charAt(i);
      boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == letter;
      if ((letter == '{' || letter == '}') && doubled) {
        out.append(letter);
        i++;
      } else if (letter == '{') {
        int end = format.indexOf('}', i);
        if (end < 0) {
          throw new StarlarkException("a `{` of the format is not closed.");
        }
        out.append(field(format.substring(i + 1, end)));
        i = end;
      } else if (letter == '}') {
        throw new StarlarkException("the format has a `}` without a `{`.");
      } else {
        out.append(letter);
      }
    }
  }

  private String field(String field) {
    int mark = field.indexOf('!');
    String name = mark < 0 ? field : field.substring(0, mark);
    String conversion = mark < 0 ? "s" : field.substring(mark + 1);
    if (!conversion.equals("s") && !conversion.equals("r")) {
      throw new StarlarkException("`{" + field + "}` has a conversion other than !s and !r.");
    }
    Object value = value(name);
    return conversion.equals("s") ? Printer.str(value) : Printer.repr(value);
  }

  private Object value(String name) {
    boolean byNumber = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    counted |= name.isEmpty();
    numbered |= byNumber;
    if (counted && numbered) {
      throw new StarlarkException("a format cannot have both `{}` and `{0}`.");
    }
    if (name.isEmpty() || byNumber) {
      int at = name.isEmpty() ? next++ : Values.saturated(new java.math.BigInteger(name));
      if (at >= arguments.positional().size()) {
        throw new StarlarkException("the format has a place for argument " + at + ", but there are "
            + arguments.positional().size() + ".");
      }
      return arguments.positional().get(at);
    }
    if (name.matches(".*[.\\[\\],{}].*")) {
      throw new StarlarkException("`{" + name + "}` is more than a name.");
    }
    Object value = arguments.named().get(name);
    if (value == null) {
      throw new StarlarkException("the format names `" + name + "`, which is not given.");
    }
    return value;
  }
}
