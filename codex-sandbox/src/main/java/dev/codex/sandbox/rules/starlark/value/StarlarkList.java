package dev.codex.sandbox.rules.starlark.value;

import java.util.ArrayList;
import java.util.List;

/** A list, which must not change while it is looped over. */
public final class StarlarkList implements Iteration {

  private final List<Object> elements;
  private int loops;

  public StarlarkList(List<?> elements) {
    this.elements = new ArrayList<>(elements);
  }

  /** The elements, to be read only. */
  public List<Object> elements() {
    return elements;
  }

  /** The elements, to be changed. */
  public List<Object> change() {
    if (loops > 0) {
      throw new StarlarkException("a list changes while it is looped over.");
    }
    return elements;
  }

  public List<Object> copy() {
    return List.copyOf(elements);
  }

  @Override
  public Iterable<Object> begin() {
    loops++;
    return elements;
  }

  @Override
  public void end() {
    loops--;
  }
}
