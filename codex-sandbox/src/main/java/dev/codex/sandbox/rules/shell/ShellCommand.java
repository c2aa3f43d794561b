package dev.codex.sandbox.rules.shell;

import java.util.List;

/**
 * One simple command of a script.
 *
 * @param link how it follows the one before
 * @param assignments the variables set for it alone, {@code NAME=value}; without words, for good
 * @param words the program and its arguments
 */
public record ShellCommand(
    Link link, List<String> assignments, List<String> words, List<Redirect> redirects) {

  public ShellCommand {
    assignments = List.copyOf(assignments);
    words = List.copyOf(words);
    redirects = List.copyOf(redirects);
  }

  /** How a command follows the one before it. */
  public enum Link {
    /** After it, or as the first. */
    NEXT,
    /** If it succeeded. */
    AND,
    /** If it failed. */
    OR,
    /** At the same time, reading what it writes. */
    PIPE
  }

  /** The name of the variable that an assignment sets. */
  public static String name(String assignment) {
    return assignment.substring(0, assignment.indexOf('='));
  }
}
