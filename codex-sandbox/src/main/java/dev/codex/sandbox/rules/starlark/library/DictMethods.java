package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.library.Methods.Method;
import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Iteration;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.Printer;
import dev.codex.sandbox.rules.starlark.value.StarlarkDict;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.StarlarkTuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The methods of dicts. */
final class DictMethods {

  private DictMethods() {}

  static Map<String, Method<StarlarkDict>> all() {
    return Map.of(
        "clear", DictMethods::clear,
        "get", DictMethods::get,
        "items", DictMethods::items,
        "keys", DictMethods::keys,
        "pop", DictMethods::pop,
        "popitem", DictMethods::popItem,
        "setdefault", DictMethods::setDefault,
        "update", DictMethods::update,
        "values", DictMethods::values);
  }

  private static Object clear(StarlarkDict self, Arguments arguments, Meter meter) {
    arguments.bind("clear");
    self.clear();
    return None.NONE;
  }

  private static Object get(StarlarkDict self, Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("get", "key", "default?");
    Object found = self.get(bound.get(0));
    return found != null ? found : bound.or(1, None.NONE);
  }

  private static Object items(StarlarkDict self, Arguments arguments, Meter meter) {
    arguments.bind("items");
    List<Object> items = new ArrayList<>();
    meter.allocate(2L * self.size());
    self.entries()
        .forEach(entry -> items.add(StarlarkTuple.of(entry.getKey().value(), entry.getValue())));
    return new StarlarkList(items);
  }

  private static Object keys(StarlarkDict self, Arguments arguments, Meter meter) {
    arguments.bind("keys");
    return new StarlarkList(Iteration.elements(self, meter));
  }

  private static Object values(StarlarkDict self, Arguments arguments, Meter meter) {
    arguments.bind("values");
    List<Object> values = new ArrayList<>();
    meter.allocate(self.size());
    self.entries().forEach(entry -> values.add(entry.getValue()));
    return new StarlarkList(values);
  }

  private static Object pop(StarlarkDict self, Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("pop", "key", "default?");
    Object removed = self.remove(bound.get(0));
    if (removed != null) {
      return removed;
    }
    if (bound.has(1)) {
      return bound.get(1);
    }
    throw new StarlarkException("the dict has no key " + Printer.repr(bound.get(0)) + ".");
  }

  private static Object popItem(StarlarkDict self, Arguments arguments, Meter meter) {
    arguments.bind("popitem");
    for (Object key : Iteration.elements(self, meter)) {
      Object value = self.remove(key);
      if (value != null) {
        return StarlarkTuple.of(key, value);
      }
    }
    throw new StarlarkException("nothing can be popped from an empty dict.");
  }

  private static Object setDefault(StarlarkDict self, Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("setdefault", "key", "default?");
    Object found = self.get(bound.get(0));
    if (found != null) {
      return found;
    }
    meter.allocate(1);
    Object value = bound.or(1, None.NONE);
    self.put(bound.get(0), value);
    return value;
  }

  private static Object update(StarlarkDict self, Arguments arguments, Meter meter) {
    if (arguments.positional().size() > 1) {
      throw new StarlarkException("update takes at most 1 argument by position.");
    }
    arguments.positional().forEach(pairs -> merge(self, pairs, "update", meter));
    arguments.named().forEach(self::put);
    return None.NONE;
  }

  /** Puts the entries of a dict, or of pairs, into the dict. */
  static void merge(StarlarkDict self, Object pairs, String function, Meter meter) {
    if (pairs instanceof StarlarkDict other) {
      meter.allocate(other.size());
      other.entries().forEach(entry -> self.put(entry.getKey().value(), entry.getValue()));
      return;
    }
    for (Object pair : Iteration.elements(pairs, meter)) {
      List<Object> parts = Iteration.elements(pair, meter);
      if (parts.size() != 2) {
        throw new StarlarkException(
            function + " wants pairs, and " + Printer.repr(pair) + " is none.");
      }
      self.put(parts.get(0), parts.get(1));
    }
  }
}
