package dev.codex.sandbox.rules.starlark.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a call passes, by position and by name. */
public record Arguments(List<Object> positional, Map<String, Object> named) {

  public static Arguments of(Object... positional) {
    return new Arguments(List.of(positional), Map.of());
  }

  /**
   * The arguments in the order of the parameters; those that are optional end in a question mark
   * and are null if absent.
   */
  public Bound bind(String function, String... parameters) {
    Object[] bound = new Object[parameters.length];
    if (positional.size() > parameters.length) {
      throw new StarlarkException(function + " takes at most " + parameters.length
          + " arguments by position, not " + positional.size() + ".");
    }
    for (int i = 0; i < positional.size(); i++) {
      bound[i] = positional.get(i);
    }
    named.forEach((name, value) -> {
      int at = index(parameters, name);
      if (at < 0) {
        throw new StarlarkException(function + " has no parameter `" + name + "`.");
      }
      if (bound[at] != null) {
        throw new StarlarkException("the argument `" + name + "` is given twice.");
      }
      bound[at] = value;
    });
    for (int i = 0; i < parameters.length; i++) {
      if (bound[i] == null && !parameters[i].endsWith("?")) {
        throw new StarlarkException(
            function + " is called without its parameter `" + parameters[i] + "`.");
      }
    }
    return new Bound(function, parameters, bound);
  }

  private static int index(String[] parameters, String name) {
    for (int i = 0; i < parameters.length; i++) {
      String parameter = parameters[i];
      if (parameter.equals(name)
          || parameter.endsWith("?")
              && parameter.substring(0, parameter.length() - 1).equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Arguments in the order of a function's parameters. */
  public static final class Bound {

    private final String function;
    private final String[] parameters;
    private final Object[] values;

    private Bound(String function, String[] parameters, Object[] values) {
      this.function = function;
      this.parameters = parameters;
      this.values = values;
    }

    public boolean has(int index) {
      return values[index] != null;
    }

    public Object get(int index) {
      return values[index];
    }

    public Object or(int index, Object other) {
      return has(index) ? values[index] : other;
    }

    public String text(int index) {
      if (values[index] instanceof String text) {
        return text;
      }
      throw mismatch(index, "a string");
    }

    public Optional<String> optionalText(int index) {
      return has(index) ? Optional.of(text(index)) : Optional.empty();
    }

    public int integer(int index, int other) {
      if (!has(index)) {
        return other;
      }
      if (values[index] instanceof BigInteger number) {
        return Values.saturated(number);
      }
      throw mismatch(index, "an int");
    }

    public List<Object> list(int index) {
      if (values[index] instanceof StarlarkList list) {
        return list.copy();
      }
      throw mismatch(index, "a list");
    }

    private StarlarkException mismatch(int index, String wanted) {
      String name = parameters[index].replace("?", "");
      return new StarlarkException("`" + name + "` of " + function + " must be " + wanted + ", not "
          + Values.type(values[index]) + " (" + Printer.repr(values[index]) + ").");
    }
  }
}
