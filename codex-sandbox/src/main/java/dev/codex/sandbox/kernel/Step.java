package dev.codex.sandbox.kernel;

import org.jspecify.annotations.Nullable;

/**
 * One system call of a {@link Script}, and what comes after it. Unless something else is said, the
 * next step follows, and a failure ends the process and is reported.
 */
public final class Step {

  static final int ARGUMENTS = 6;

  /** In words of eight bytes. */
  static final int LENGTH = 11;

  static final int NEVER = 0;

  final int call;
  final long[] arguments;
  final String description;

  /** Where the result goes: an address, or a word of another step. */
  long storeAddress = Script.BASE;

  @Nullable
  Step storeStep;

  int storeWord;

  long expected = Long.MIN_VALUE;

  @Nullable
  Label whenExpected;

  @Nullable
  Label whenFailed;

  Step(int call, long[] arguments, String description) {
    this.call = call;
    this.arguments = arguments;
    this.description = description;
  }

  /** Goes on there if this is the result. */
  public Step when(long result, Label target) {
    expected = result;
    whenExpected = target;
    return this;
  }

  /** Goes on there after a failure, which is then none. */
  public Step orElse(Label target) {
    whenFailed = target;
    return this;
  }

  /** Writes the result, eight bytes of it, to an address. */
  public Step storedAt(long address) {
    storeAddress = address;
    return this;
  }

  /** Makes the result the one that another step compares its own result to. */
  public Step storedAsExpectedBy(Step other) {
    storeStep = other;
    storeWord = ARGUMENTS + 2;
    return this;
  }

  /** Makes the result an argument of another step. */
  public Step storedAsArgumentOf(Step other, int index) {
    storeStep = other;
    storeWord = index + 1;
    return this;
  }

  @Override
  public String toString() {
    return description;
  }

  /** A place in a script. */
  public static final class Label {
    int index = -1;
  }
}
