package dev.codex.tools.patch;

/** Thrown for text that is no patch. */
public final class PatchSyntaxException extends PatchException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final String problem;

  private PatchSyntaxException(String message, int line, String problem) {
    super(message);
    this.line = line;
    this.problem = problem;
  }

  static PatchSyntaxException whole(String problem) {
    return new PatchSyntaxException("invalid patch: " + problem, 0, problem);
  }

  static PatchSyntaxException at(int line, String problem) {
    return new PatchSyntaxException("invalid hunk at line " + line + ", " + problem, line, problem);
  }

  /** Counted from the line of {@code *** Begin Patch}, which is 1; 0 if the whole is wrong. */
  public int line() {
    return line;
  }

  /** The message without the place. */
  public String problem() {
    return problem;
  }
}
