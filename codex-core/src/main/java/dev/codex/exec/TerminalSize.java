package dev.codex.exec;

/**
 * How large a terminal is.
 *
 * @param columns characters in a line, 1 to 65535
 * @param rows lines, 1 to 65535
 */
public record TerminalSize(int columns, int rows) {

  private static final int MAX = 0xffff;

  /** What terminals have been since they were made of glass. */
  public static final TerminalSize STANDARD = new TerminalSize(80, 24);

  public TerminalSize {
    check("columns", columns);
    check("rows", rows);
  }

  private static void check(String name, int value) {
    if (value < 1 || value > MAX) {
      throw new IllegalArgumentException(
          "The " + name + " of a terminal are " + value + "; give 1 to " + MAX + ".");
    }
  }
}
