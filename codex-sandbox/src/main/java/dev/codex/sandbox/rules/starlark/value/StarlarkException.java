package dev.codex.sandbox.rules.starlark.value;

/** A Starlark program that cannot be read or run, with the place in its text if that is known. */
public final class StarlarkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int line;
  private final int column;

  public StarlarkException(String problem) {
    this(problem, 0, 0);
  }

  public StarlarkException(String problem, int line, int column) {
    super(line == 0 ? problem : line + ":" + column + ": " + problem);
    this.problem = problem;
    this.line = line;
    this.column = column;
  }

  public String problem() {
    return problem;
  }

  /** From 1; 0 if the place is not known. */
  public int line() {
    return line;
  }

  /** In code points from 1; 0 if the place is not known. */
  public int column() {
    return column;
  }
}
