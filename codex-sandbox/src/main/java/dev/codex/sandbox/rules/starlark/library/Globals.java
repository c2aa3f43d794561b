package dev.codex.sandbox.rules.starlark.library;

import dev.codex.sandbox.rules.starlark.value.Arguments;
import dev.codex.sandbox.rules.starlark.value.Builtin;
import dev.codex.sandbox.rules.starlark.value.Callable;
import dev.codex.sandbox.rules.starlark.value.Comparison;
import dev.codex.sandbox.rules.starlark.value.Iteration;
import dev.codex.sandbox.rules.starlark.value.Meter;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.Printer;
import dev.codex.sandbox.rules.starlark.value.StarlarkDict;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.StarlarkTuple;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that every program has. */
public final class Globals {

  private static final Map<String, Callable> ALL = all();

  private Globals() {}

  public static Map<String, Callable> standard() {
    return ALL;
  }

  private static Map<String, Callable> all() {
    Map<String, Callable> all = new LinkedHashMap<>(NumberGlobals.all());
    add(all, "bool", (arguments, meter) -> {
      Arguments.Bound bound = arguments.bind("bool", "x?");
      return bound.has(0) && Values.isTrue(bound.get(0));
    });
    add(all, "repr", (arguments, meter) -> text(arguments.bind("repr", "a").get(0), true, meter));
    add(all, "str", (arguments, meter) -> text(arguments.bind("str", "a").get(0), false, meter));
    add(
        all,
        "type",
        (arguments, meter) -> Values.type(arguments.bind("type", "a").get(0)));
    add(
        all,
        "dir",
        (arguments, meter) ->
            StringMethods.list(Methods.names(arguments.bind("dir", "x").get(0)), meter));
    add(all, "getattr", Globals::attribute);
    add(all, "hasattr", (arguments, meter) -> {
      Arguments.Bound bound = arguments.bind("hasattr", "a", "attr");
      return Methods.find(bound.get(0), bound.text(1)).isPresent();
    });
    add(
        all,
        "hash",
        (arguments, meter) -> Values.integer(arguments.bind("hash", "a").text(0).hashCode()));
    add(all, "fail", Globals::fail);
    addCollections(all);
    return Map.copyOf(all);
  }

  private static void addCollections(Map<String, Callable> all) {
    add(
        all,
        "len",
        (arguments, meter) ->
            Values.integer(Values.size(arguments.bind("len", "a").get(0))));
    add(
        all,
        "any",
        (arguments, meter) -> elements("any", arguments, meter).stream().anyMatch(Values::isTrue));
    add(
        all,
        "all",
        (arguments, meter) -> elements("all", arguments, meter).stream().allMatch(Values::isTrue));
    add(all, "dict", Globals::dict);
    add(all, "list", (arguments, meter) -> new StarlarkList(optional("list", arguments, meter)));
    add(all, "tuple", (arguments, meter) -> new StarlarkTuple(optional("tuple", arguments, meter)));
    add(all, "enumerate", Globals::enumerate);
    add(all, "max", (arguments, meter) -> extreme("max", arguments, meter));
    add(all, "min", (arguments, meter) -> extreme("min", arguments, meter));
    add(all, "reversed", Globals::reversed);
    add(all, "sorted", Globals::sorted);
    add(all, "zip", Globals::zip);
  }

  private static void add(Map<String, Callable> all, String name, Builtin.Body body) {
    all.put(name, new Builtin(name, body));
  }

  private static String text(Object value, boolean quoted, Meter meter) {
    String text = quoted ? Printer.repr(value) : Printer.str(value);
    meter.allocate(text.length());
    return text;
  }

  private static Object attribute(Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("getattr", "a", "attr", "default?");
    return Methods.find(bound.get(0), bound.text(1))
        .<Object>map(found -> found)
        .orElseGet(() -> bound.has(2) ? bound.get(2) : Methods.get(bound.get(0), bound.text(1)));
  }

  private static Object fail(Arguments arguments, Meter meter) {
    if (!arguments.named().isEmpty()) {
      throw new StarlarkException("fail takes arguments by position only.");
    }
    List<String> words = arguments.positional().stream().map(Printer::str).toList();
    throw new StarlarkException("the file itself says: " + String.join(" ", words));
  }

  private static List<Object> elements(String function, Arguments arguments, Meter meter) {
    return Iteration.elements(arguments.bind(function, "x").get(0), meter);
  }

  private static List<Object> optional(String function, Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind(function, "a?");
    return bound.has(0) ? Iteration.elements(bound.get(0), meter) : List.of();
  }

  private static Object dict(Arguments arguments, Meter meter) {
    if (arguments.positional().size() > 1) {
      throw new StarlarkException("dict takes at most 1 argument by position.");
    }
    StarlarkDict dict = new StarlarkDict();
    arguments.positional().forEach(pairs -> DictMethods.merge(dict, pairs, "dict", meter));
    arguments.named().forEach(dict::put);
    return dict;
  }

  private static Object enumerate(Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("enumerate", "it", "start?");
    int next = bound.integer(1, 0);
    List<Object> pairs = new ArrayList<>();
    for (Object element : Iteration.elements(bound.get(0), meter)) {
      pairs.add(StarlarkTuple.of(Values.integer(next++), element));
    }
    return new StarlarkList(pairs);
  }

  private static Object extreme(String function, Arguments arguments, Meter meter) {
    List<Object> elements = arguments.positional().size() == 1
        ? Iteration.elements(arguments.positional().get(0), meter)
        : arguments.positional();
    Object key =
        new Arguments(List.of(), arguments.named()).bind(function, "key?").or(0, None.NONE);
    if (elements.isEmpty()) {
      throw new StarlarkException(function + " of nothing is nothing.");
    }
    Comparator<Object> order =
        (one, other) -> Comparison.order(keyed(key, one, meter), keyed(key, other, meter));
    Object best = elements.get(0);
    for (Object element : elements) {
      int sign = order.compare(element, best);
      best = (function.equals("max") ? sign > 0 : sign < 0) ? element : best;
    }
    return best;
  }

  private static Object keyed(Object key, Object element, Meter meter) {
    return key instanceof Callable callable ? callable.call(Arguments.of(element), meter) : element;
  }

  private static Object reversed(Arguments arguments, Meter meter) {
    List<Object> elements = elements("reversed", arguments, meter);
    Collections.reverse(elements);
    return new StarlarkList(elements);
  }

  private static Object sorted(Arguments arguments, Meter meter) {
    Arguments.Bound bound = arguments.bind("sorted", "x", "key?", "reverse?");
    Object key = bound.or(1, None.NONE);
    List<Object[]> keyed = new ArrayList<>();
    for (Object element : Iteration.elements(bound.get(0), meter)) {
      keyed.add(new Object[] {keyed(key, element, meter), element});
    }
    Comparator<Object[]> order = (one, other) -> Comparison.order(one[0], other[0]);
    keyed.sort(bound.has(2) && Values.isTrue(bound.get(2)) ? order.reversed() : order);
    return new StarlarkList(keyed.stream().map(pair -> pair[1]).toList());
  }

  private static Object zip(Arguments arguments, Meter meter) {
    List<List<Object>> columns = new ArrayList<>();
    arguments.positional().forEach(one -> columns.add(Iteration.elements(one, meter)));
    List<Object> rows = new ArrayList<>();
    int size = columns.stream().mapToInt(List::size).min().orElse(0);
    for (int i = 0; i < size; i++) {
      int row = i;
      rows.add(new StarlarkTuple(columns.stream().map(column -> column.get(row)).toList()));
    }
    meter.allocate((long) size * columns.size());
    return new StarlarkList(rows);
  }
}
