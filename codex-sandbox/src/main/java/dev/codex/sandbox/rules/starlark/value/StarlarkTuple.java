package dev.codex.sandbox.rules.starlark.value;

import java.util.List;

/** A list that never changes. */
public record StarlarkTuple(List<Object> elements) implements Iteration {

  public StarlarkTuple {
    elements = List.copyOf(elements);
  }

  public static StarlarkTuple of(Object... elements) {
    return new StarlarkTuple(List.of(elements));
  }

  @Override
  public Iterable<Object> begin() {
    return elements;
  }
}
