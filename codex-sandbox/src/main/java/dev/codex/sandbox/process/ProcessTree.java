package dev.codex.sandbox.process;

/** A process and all that came from it. Callable from any thread, and again. */
public interface ProcessTree {

  /** Kills until nobody is left; does nothing if nobody is. */
  void kill();

  /** Sends SIGINT to the command and those of its children that still belong to it. */
  void interrupt();
}
