package dev.codex.internal.schema;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions that a third party wrote. Where one does not finish within its budget, or is
 * none that Java knows, the text counts as matching: the check is a help and no guard.
 */
final class SafePattern {

  /** Longer texts could exhaust the stack, since the matcher recurses for every repetition. */
  private static final int MAX_LENGTH = 2_000;

  private static final int MAX_READS = 1_000_000;

  private SafePattern() {}

  static boolean matches(String pattern, String text) {
    if (text.length() > MAX_LENGTH || pattern.length() > MAX_LENGTH) {
      return true;
    }
    try {
      return Pattern.compile(pattern).matcher(new Metered(text)).find();
    } catch (PatternSyntaxException | OutOfBudget e) {
      return true;
    }
  }

  /** Text that can be read only so often. */
  private static final class Metered implements CharSequence {
    private final String text;
    private int reads;

    Metered(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++reads > MAX_READS) {
        throw new OutOfBudget();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class OutOfBudget extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfBudget() {
      super("too many steps", null, false, false);
    }
  }
}
