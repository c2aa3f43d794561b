package dev.codex.sandbox.kernel;

import java.util.Map;
import java.util.OptionalInt;

/** System calls of one processor by name. */
public final class SystemCalls {

  private final Map<String, OptionalInt> numbers;

  SystemCalls(Map<String, OptionalInt> numbers) {
    this.numbers = Map.copyOf(numbers);
  }

  /**
   * The number; empty where the processor never had the call.
   *
   * @throws IllegalArgumentException for a name that is not in the table at all, so that a typing
   *     mistake cannot open a hole
   */
  public OptionalInt number(String name) {
    OptionalInt number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("There is no system call '" + name + "' in the table.");
    }
    return number;
  }
}
