package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.value.Callable;
import dev.codex.sandbox.rules.starlark.value.None;
import dev.codex.sandbox.rules.starlark.value.Printer;
import dev.codex.sandbox.rules.starlark.value.StarlarkDict;
import dev.codex.sandbox.rules.starlark.value.StarlarkException;
import dev.codex.sandbox.rules.starlark.value.StarlarkList;
import dev.codex.sandbox.rules.starlark.value.StarlarkTuple;
import dev.codex.sandbox.rules.starlark.value.Values;
import java.util.List;
import java.util.Map;

/** The type that a parameter, a result or a variable is said to have, which is held to. */
record TypeExpression(Expression expression) {

  private static final Map<String, String> NAMES = Map.of(
      "str", "string", "int", "int", "float", "float", "bool", "bool", "list", "list", "dict",
      "dict", "tuple", "tuple", "range", "range");

  /** Refuses what is not a type. */
  void check(Frame frame) {
    check(expression, frame);
  }

  private static void check(Expression type, Frame frame) {
    frame.at(type.position());
    if (type instanceof Expression.Name name && NAMES.containsKey(named(name, frame))
        || type instanceof Expression.Literal literal && literal.value() instanceof None) {
      return;
    }
    if (type instanceof Expression.Binary union && union.operator().equals("|")) {
      check(union.left(), frame);
      check(union.right(), frame);
    } else if (type instanceof Expression.Index of && of.object() instanceof Expression.Name) {
      check(of.object(), frame);
      parts(of).forEach(part -> check(part, frame));
    } else {
      throw new StarlarkException("this is not a type: write str, int, list[str], str | None, …");
    }
  }

  void require(Object value, String what, Frame frame) {
    if (!fits(expression, value, frame)) {
      throw new StarlarkException(what + " is " + Printer.repr(value) + ", a " + Values.type(value)
          + ", which is not what its type says.");
    }
  }

  private static boolean fits(Expression type, Object value, Frame frame) {
    if (type instanceof Expression.Name name) {
      return Values.type(value).equals(NAMES.getOrDefault(named(name, frame), ""));
    }
    if (type instanceof Expression.Binary union) {
      return fits(union.left(), value, frame) || fits(union.right(), value, frame);
    }
    if (type instanceof Expression.Index of) {
      return fits(of.object(), value, frame) && elementsFit(parts(of), value, frame);
    }
    return value instanceof None;
  }

  private static boolean elementsFit(List<Expression> types, Object value, Frame frame) {
    if (value instanceof StarlarkList list) {
      return list.elements().stream().allMatch(one -> fits(types.get(0), one, frame));
    }
    if (value instanceof StarlarkDict dict && types.size() == 2) {
      for (var entry : dict.entries()) {
        if (!fits(types.get(0), entry.getKey().value(), frame)
            || !fits(types.get(1), entry.getValue(), frame)) {
          return false;
        }
      }
      return true;
    }
    if (value instanceof StarlarkTuple tuple) {
      return tuple.elements().size() == types.size()
          && java.util.stream.IntStream.range(0, types.size())
              .allMatch(i -> fits(types.get(i), tuple.elements().get(i), frame));
    }
    return false;
  }

  /** The name of the function that makes such values, which the program may have renamed. */
  private static String named(Expression.Name name, Frame frame) {
    return frame.get(name.name()) instanceof Callable function ? function.name() : "";
  }

  private static List<Expression> parts(Expression.Index of) {
    return of.index() instanceof Expression.TupleOf tuple ? tuple.elements() : List.of(of.index());
  }
}
