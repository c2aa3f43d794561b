package dev.codex.policy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Values that must not be seen: keys, tokens, passwords. What tools return is searched for them
 * before a model, a transcript or a log gets it. Immutable; never shows what it holds.
 */
public final class Secrets {

  /** The shortest value that can be told from other text. */
  public static final int MIN_LENGTH = 8;

  private static final String REDACTED = "<redacted>";
  private static final Secrets NONE = new Secrets(List.of());

  private final List<String> values; // the longest first, so that no part of it is left over

  private Secrets(List<String> values) {
    this.values = values;
  }

  public static Secrets none() {
    return NONE;
  }

  /**
   * These values.
   *
   * @throws IllegalArgumentException if one is shorter than {@link #MIN_LENGTH} characters; the
   *     message does not show it
   */
  public static Secrets of(String... values) {
    for (String value : values) {
      if (value.length() < MIN_LENGTH) {
        throw new IllegalArgumentException("A secret of " + value.length()
            + " characters cannot be told from other text; it needs " + MIN_LENGTH + ".");
      }
    }
    return sorted(Stream.of(values));
  }

  /** All values of both. */
  public Secrets plus(Secrets other) {
    if (other.values.isEmpty()) {
      return this;
    }
    return values.isEmpty() ? other : sorted(Stream.concat(values.stream(), other.values.stream()));
  }

  private static Secrets sorted(Stream<String> values) {
    return new Secrets(values
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList());
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The text with a mark in place of every value. */
  public String redact(String text) {
    String clean = text;
    for (String value : values) {
      clean = clean.replace(value, REDACTED);
    }
    return clean;
  }

  /** How many characters at the end of the text may be the beginning of a value. */
  public int openEnd(String text) {
    int longest = 0;
    for (String value : values) {
      int most = Math.min(value.length() - 1, text.length());
      for (int length = most; length > longest; length--) {
        if (text.regionMatches(text.length() - length, value, 0, length)) {
          longest = length;
        }
      }
    }
    return longest;
  }

  @Override
  public String toString() {
    return "Secrets[" + values.size() + "]";
  }
}
