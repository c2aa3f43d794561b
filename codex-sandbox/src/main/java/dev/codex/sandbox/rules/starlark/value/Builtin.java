package dev.codex.sandbox.rules.starlark.value;

/** A function that is written in Java. */
public record Builtin(String name, Body body) implements Callable {

  @Override
  public Object call(Arguments arguments, Meter meter) {
    return body.call(arguments, meter);
  }

  /** What it does. */
  @FunctionalInterface
  public interface Body {
    Object call(Arguments arguments, Meter meter);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
