package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Callable;
import dev.codex.sandbox.rules.starlark.value.Iteration;
import dev.codex.sandbox.rules.starlark.value.Key;
import dev.codex.sandbox.rules.starlark.value.StarlarkDict;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The call of a function. */
record Call(Position position, Expression function, List<Argument> arguments)
    implements Expression {

  /** One argument; the name is empty unless it is named. */
  record Argument(Kind kind, String name, Expression value) {}

  enum Kind {
    POSITIONAL,
    NAMED,
    /** {@code *elements} */
    ELEMENTS,
    /** {@code **entries} */
    ENTRIES
  }

  @Override
  public Object evaluate(Frame frame) {
    Object called = function.evaluate(frame);
    List<Object> positional = new ArrayList<>();
    Map<String, Object> named = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      Object value = argument.value().evaluate(frame);
      frame.at(argument.value().position());
      switch (argument.kind()) {
        case POSITIONAL -> positional.add(value);
        case NAMED -> put(named, argument.name(), value);
        case ELEMENTS -> positional.addAll(Iteration.elements(value, frame.meter()));
        case ENTRIES -> entries(named, value);
      }
    }
    frame.at(position);
    if (!(called instanceof Callable callable)) {
      throw new StarlarkException("a " + Values.type(called) + " cannot be called.");
    }
    frame.meter().enter();
    Object value = callable.call(new Arguments(positional, named), frame.meter());
    frame.meter().leave();
    return value;
  }

  private static void entries(Map<String, Object> named, Object value) {
    if (!(value instanceof StarlarkDict dict)) {
      throw new StarlarkException("`**` wants a dict, not a " + Values.type(value) + ".");
    }
    for (Map.Entry<Key, Object> entry : dict.entries()) {
      if (!(entry.getKey().value() instanceof String name)) {
        throw new StarlarkException("`**` wants a dict whose keys are strings.");
      }
      put(named, name, entry.getValue());
    }
  }

  private static void put(Map<String, Object> named, String name, Object value) {
    if (named.putIfAbsent(name, value) != null) {
      throw new StarlarkException("the argument `" + name + "` is given twice.");
    }
  }
}
