package dev.codex.policy.limit;

/**
 * Stops a model that makes the same call and gets the same output over and over.
 *
 * @param maxRepetitions how many times in a row the same round of calls may have the same outcome
 *     before the turn ends; 0 switches the guard off
 */
public record LoopGuard(int maxRepetitions) {

  public LoopGuard {
    if (maxRepetitions < 0) {
      throw new IllegalArgumentException(
          "maxRepetitions is " + maxRepetitions + "; it must be 0 (off) or more");
    }
  }

  /** Generous enough for polling, far below what a runaway loop costs. */
  public static LoopGuard standard() {
    return new LoopGuard(25);
  }

  public static LoopGuard off() {
    return new LoopGuard(0);
  }
}
