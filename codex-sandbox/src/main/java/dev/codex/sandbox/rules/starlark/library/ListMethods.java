package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.library.Methods.Method;
import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Comparison;
import dev.codex.sandbox.rules.starlark.value.Iteration;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.Printer;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** The methods of lists. */
final class ListMethods {

  private ListMethods() {}

  static Map<String, Method<StarlarkList>> all() {
    return Map.of(
        "append", ListMethods::append,
        "clear", ListMethods::clear,
        "extend", ListMethods::extend,
        "index", ListMethods::index,
        "insert", ListMethods::insert,
        "pop", ListMethods::pop,
        "remove", ListMethods::remove);
  }

  private static Object append(StarlarkList self, Arguments arguments, Meter meter) {
    meter.allocate(1);
    self.change().add(arguments.bind("append", "el").get(0));
    return None.NONE;
  }

  private static Object clear(StarlarkList self, Arguments arguments, Meter meter) {
    arguments.bind("clear");
    self.change().clear();
    return None.NONE;
  }

  private static Object extend(StarlarkList self, Arguments arguments, Meter meter) {
    List<Object> more = Iteration.elements(arguments.bind("extend", "other").get(0), meter);
    self.change().addAll(more);
    return None.NONE;
  }

  private static Object index(StarlarkList self, Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("index", "needle", "start?", "end?");
    int size = self.elements().size();
    int from = end(bound.integer(1, 0), size);
    int to = end(bound.integer(2, size), size);
    for (int i = from; i < to; i++) {
      if (Comparison.equal(self.elements().get(i), bound.get(0))) {
        return Values.integer(i);
      }
    }
    throw absent(self, bound.get(0));
  }

  private static Object insert(StarlarkList self, Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("insert", "index", "el");
    meter.allocate(1);
    int at = end(bound.integer(0, 0), self.elements().size());
    self.change().add(at, bound.get(1));
    return None.NONE;
  }

  private static Object pop(StarlarkList self, Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("pop", "index?");
    int size = self.elements().size();
    Object index = bound.or(0, BigInteger.valueOf(size - 1L));
    return self.change().remove(Values.index(index, size));
  }

  private static Object remove(StarlarkList self, Arguments arguments, Meter meter) {
    Object element = arguments.bind("remove", "needle").get(0);
    for (int i = 0; i < self.elements().size(); i++) {
      if (Comparison.equal(self.elements().get(i), element)) {
        self.change().remove(i);
        return None.NONE;
      }
    }
    throw absent(self, element);
  }

  private static int end(int index, int size) {
    return Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }

  private static StarlarkException absent(StarlarkList self, Object element) {
    return new StarlarkException(
        Printer.repr(element) + " is not in the list " + Printer.repr(self) + ".");
  }
}
