package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Builtin;
import dev.codex.sandbox.rules.starlark.value.Callable;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.StarlarkDict;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The methods of values, by type and name. */
public final class Methods {

  private static final Map<String, Method<String>> OF_STRINGS = StringMethods.all();
  private static final Map<String, Method<StarlarkList>> OF_LISTS = ListMethods.all();
  private static final Map<String, Method<StarlarkDict>> OF_DICTS = DictMethods.all();

  private Methods() {}

  /** One method, of a value of type T. */
  @FunctionalInterface
  interface Method<T> {
    Object call(T self, Arguments arguments, Meter meter);
  }

  /** The method, bound to the value. */
  public static Optional<Callable> find(Object value, String name) {
    if (value instanceof String text) {
      return bound(OF_STRINGS, text, name);
    }
    if (value instanceof StarlarkList list) {
      return bound(OF_LISTS, list, name);
    }
    return value instanceof StarlarkDict dict ? bound(OF_DICTS, dict, name) : Optional.empty();
  }

  public static Object get(Object value, String name) {
    return find(value, name)
        .orElseThrow(() ->
            new StarlarkException("a " + Values.type(value) + " has no attribute `" + name + "`."));
  }

  static List<String> names(Object value) {
    if (value instanceof String) {
      return names(OF_STRINGS);
    }
    if (value instanceof StarlarkList) {
      return names(OF_LISTS);
    }
    return value instanceof StarlarkDict ? names(OF_DICTS) : List.of();
  }

  private static List<String> names(Map<String, ?> methods) {
    return List.copyOf(new TreeMap<>(methods).keySet());
  }

  private static <T> Optional<Callable> bound(Map<String, Method<T>> methods, T self, String name) {
    return Optional.ofNullable(methods.get(name))
        .map(
            method -> new Builtin(name, (arguments, meter) -> method.call(self, arguments, meter)));
  }
}
