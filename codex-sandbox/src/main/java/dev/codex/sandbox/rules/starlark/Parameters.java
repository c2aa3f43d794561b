package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.StarlarkDict;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkTuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a function. */
record Parameters(List<Parameter> all, Optional<TypeExpression> result) {

  record Parameter(
      Kind kind, String name, Optional<Expression> preset, Optional<TypeExpression> type) {}

  enum Kind {
    PLAIN,
    NAMED_ONLY,
    /** {@code *args} */
    REST,
    /** {@code **kwargs} */
    ENTRIES
  }

  /** What parameters are that no call gives; computed once, when the function is made. */
  Map<String, Object> defaults(Frame frame) {
    Map<String, Object> defaults = new HashMap<>();
    for (Parameter parameter : all) {
      parameter.type().ifPresent(type -> type.check(frame));
      parameter
          .preset()
          .ifPresent(preset -> defaults.put(parameter.name(), preset.evaluate(frame)));
    }
    return defaults;
  }

  /** Gives the parameters their values. */
  void bind(String function, Arguments arguments, Map<String, Object> defaults, Frame frame) {
    Map<String, Object> named = new HashMap<>(arguments.named());
    int next = 0;
    for (Parameter parameter : all) {
      switch (parameter.kind()) {
        case PLAIN -> {
          if (next < arguments.positional().size()) {
            if (named.containsKey(parameter.name())) {
              throw new StarlarkException(
                  "the argument `" + parameter.name() + "` is given twice.");
            }
            set(parameter, arguments.positional().get(next++), frame);
          } else {
            set(parameter, named(function, parameter, named, defaults), frame);
          }
        }
        case NAMED_ONLY -> set(parameter, named(function, parameter, named, defaults), frame);
        case REST -> {
          List<Object> rest = arguments.positional();
          frame.set(parameter.name(), new StarlarkTuple(rest.subList(next, rest.size())));
          next = rest.size();
        }
        case ENTRIES -> {
          StarlarkDict entries = new StarlarkDict();
          arguments.named().forEach((name, value) -> {
            if (named.containsKey(name)) {
              entries.put(name, value);
            }
          });
          frame.set(parameter.name(), entries);
          named.clear();
        }
      }
    }
    requireAllUsed(function, arguments, next, named);
  }

  private static void requireAllUsed(
      String function, Arguments arguments, int used, Map<String, Object> named) {
    if (used < arguments.positional().size()) {
      throw new StarlarkException(function + " is called with "
          + (arguments.positional().size() - used) + " arguments too many.");
    }
    if (!named.isEmpty()) {
      throw new StarlarkException(
          function + " has no parameter `" + named.keySet().iterator().next() + "`.");
    }
  }

  private static Object named(
      String function,
      Parameter parameter,
      Map<String, Object> named,
      Map<String, Object> defaults) {
    Object value = named.remove(parameter.name());
    Object found = value != null ? value : defaults.get(parameter.name());
    if (found == null) {
      throw new StarlarkException(
          function + " is called without its parameter `" + parameter.name() + "`.");
    }
    return found;
  }

  private static void set(Parameter parameter, Object value, Frame frame) {
    parameter.type().ifPresent(type -> type.require(value, "`" + parameter.name() + "`", frame));
    frame.set(parameter.name(), value);
  }
}
