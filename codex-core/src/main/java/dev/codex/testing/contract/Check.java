package dev.codex.testing.contract;

/** One thing that a contract asks for. */
@FunctionalInterface
public interface Check {

  /**
   * Returns if the thing holds.
   *
   * @throws AssertionError if it does not
   */
  void run() throws Exception;
}
