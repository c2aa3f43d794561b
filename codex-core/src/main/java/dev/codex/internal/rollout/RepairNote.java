package dev.codex.internal.rollout;

/**
 * One thing in a log that was not as it ought to be.
 *
 * @param line counted from 1
 */
public record RepairNote(int line, String problem) {

  @Override
  public String toString() {
    return "line " + line + ": " + problem;
  }
}
