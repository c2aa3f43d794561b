package dev.codex.tools.files;

import dev.codex.error.ToolException;
import java.util.OptionalInt;

/** Refuses numbers that make no sense. */
final class Limits {

  private Limits() {}

  static void positive(String name, OptionalInt value) {
    if (value.isPresent() && value.getAsInt() < 1) {
      throw new ToolException(
          name + " is " + value.getAsInt() + "; it counts from 1 and must be greater than zero");
    }
  }
}
