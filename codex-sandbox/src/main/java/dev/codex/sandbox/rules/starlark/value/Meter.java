package dev.codex.sandbox.rules.starlark.value;

/**
 * Counts what a program uses and ends it at a limit, so that no rules file can hang or fill a JVM.
 * It also knows where the program is, for messages. Belongs to one run.
 */
public final class Meter {

  private static final int MAX_STEPS = 2_000_000;
  private static final int MAX_CALL_DEPTH = 49;
  private static final long MAX_ALLOCATION = 8_000_000;

  private int steps;
  private int depth;
  private long allocation;
  private int line;
  private int column;

  /** One more step, at this place. */
  public void step(int line, int column) {
    this.line = line;
    this.column = column;
    steps++;
    if (steps > MAX_STEPS) {
      throw new StarlarkException("the file computes for too long: more than " + MAX_STEPS
          + " steps. Write the rules out, or make the loops shorter.");
    }
  }

  /** Characters or elements that a value takes, before it is made. */
  public void allocate(long units) {
    allocation += Math.max(1, units);
    if (units < 0 || allocation > MAX_ALLOCATION) {
      throw new StarlarkException("the file needs too much memory: more than " + MAX_ALLOCATION
          + " characters and elements together.");
    }
  }

  public void enter() {
    depth++;
    if (depth > MAX_CALL_DEPTH) {
      throw new StarlarkException(
          "functions call each other more than " + MAX_CALL_DEPTH + " levels deep.");
    }
  }

  public void leave() {
    depth--;
  }

  /** The exception with the place where the program is. */
  public StarlarkException placed(StarlarkException e) {
    return e.line() > 0 ? e : new StarlarkException(e.problem(), line, column);
  }
}
