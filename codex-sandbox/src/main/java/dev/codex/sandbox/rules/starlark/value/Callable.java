package dev.codex.sandbox.rules.starlark.value;

/** What can be called. */
public interface Callable {

  /** As {@code str} shows it. */
  String name();

  Object call(Arguments arguments, Meter meter);
}
