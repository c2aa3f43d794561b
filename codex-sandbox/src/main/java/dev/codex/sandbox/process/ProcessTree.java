package dev.codex.sandbox.process;

/** A process and all that came from it. */
@FunctionalInterface
public interface ProcessTree {

  /** Kills until nobody is left; does nothing if nobody is. Callable from any thread, and again. */
  void kill();
}
