package dev.codex.sandbox.rules.starlark.value;

import java.util.ArrayList;
import java.util.List;

/** What can be looped over. */
public interface Iteration {

  /** The elements, valid until {@link #end}. */
  Iterable<Object> begin();

  default void end() {}

  /** What the value offers, or an error if it is nothing to loop over. */
  static Iteration over(Object value) {
    if (value instanceof Iteration iteration) {
      return iteration;
    }
    throw new StarlarkException("a " + Values.type(value) + " cannot be looped over.");
  }

  static List<Object> elements(Object value, Meter meter) {
    Iteration iteration = over(value);
    List<Object> elements = new ArrayList<>();
    for (Object element : iteration.begin()) {
      meter.allocate(1);
      elements.add(element);
    }
    iteration.end();
    return elements;
  }
}
