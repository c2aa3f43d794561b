package dev.codex.sandbox.launch;

import dev.codex.exec.RunningCommand;

/**
 * A command whose output can be told instead of being fetched. That takes one thread, which is
 * stuck in the system call, where a stream takes another one that waits for its reader.
 */
public interface FollowedCommand extends RunningCommand {

  /**
   * Tells everything from now to the end, on some other thread. Called at most once, and then
   * nobody reads {@link #output}.
   */
  void follow(Listener listener);

  /** Is told the output in order, by one thread at a time; a slow one slows the command down. */
  interface Listener {

    /** Some bytes, which belong to the caller again afterwards. */
    void output(byte[] bytes, int length);

    /** Nothing comes any more; called once. */
    void ended();
  }
}
