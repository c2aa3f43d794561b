package dev.codex.tools.files;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Letters that a path must have in this order. A match is worth more where letters follow each
 * other, where they begin a word, and where all of them are in the file's own name.
 */
final class FuzzyPattern {

  private static final int LETTER = 16;
  private static final int WORD = 10;
  private static final int NEXT = 8;
  private static final int FIRST_GAP = 3;
  private static final int GAP = 1;
  private static final int NAME = 24;
  private static final int MAX_GAP = 12;

  private final char[] lower;
  private final char[] upper; // the same as lower where the case is meant
  private final long letters;

  FuzzyPattern(String pattern) {
    String text = pattern.strip();
    boolean exactCase = text.chars().anyMatch(Character::isUpperCase);
    this.lower = text.toCharArray();
    this.upper = text.toCharArray();
    for (int i = 0; i < upper.length && !exactCase; i++) {
      lower[i] = Character.toLowerCase(lower[i]);
      upper[i] = Character.toUpperCase(upper[i]);
    }
    this.letters = letters(text, 0);
  }

  long letters() {
    return letters;
  }

  /** Which letters a text has, whatever their case, by bits; others share what is left. */
  static long letters(String text, int from) {
    long bits = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128) {
        int lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
        bits |= 1L << (lower & 63);
      }
    }
    return bits;
  }

  /** Positive if the path has the letters in this order. */
  int score(String path) {
    int name = path.lastIndexOf('/') + 1;
    int end = endOf(path, name);
    if (end >= 0) {
      return scoreTo(path, end) + NAME;
    }
    end = name == 0 ? -1 : endOf(path, 0);
    return end < 0 ? 0 : scoreTo(path, end);
  }

  List<Integer> positions(String path) {
    int name = path.lastIndexOf('/') + 1;
    int end = endOf(path, name);
    List<Integer> positions = new ArrayList<>();
    int at = end >= 0 ? end : endOf(path, 0);
    for (int i = lower.length - 1; i >= 0; i--) {
      at = before(path, at, i);
      positions.add(at);
    }
    Collections.reverse(positions);
    return positions;
  }

  /** The first match that ends here, drawn together from its end. */
  private int scoreTo(String path, int end) {
    int score = 0;
    int next = -1;
    int at = end;
    for (int i = lower.length - 1; i >= 0; i--) {
      at = before(path, at, i);
      score += LETTER;
      if (isWordStart(path, at)) {
        score += WORD;
      }
      if (next >= 0) {
        int gap = next - at - 1;
        score += gap == 0 ? NEXT : -Math.min(MAX_GAP, FIRST_GAP + GAP * (gap - 1));
      }
      next = at;
    }
    return Math.max(1, score);
  }

  /** Where the first match ends; negative if there is none. */
  private int endOf(String path, int from) {
    if (lower.length == 0) {
      return -1;
    }
    int at = from;
    for (int i = 0; i < lower.length; i++) {
      while (at < path.length() && !isAt(path, at, i)) {
        at++;
      }
      if (at == path.length()) {
        return -1;
      }
      at++;
    }
    return at;
  }

  /** Where the letter is last before this. */
  private int before(String path, int end, int letter) {
    int at = end - 1;
    while (!isAt(path, at, letter)) {
      at--;
    }
    return at;
  }

  private boolean isAt(String path, int at, int letter) {
    char c = path.charAt(at);
    return c == lower[letter] || c == upper[letter];
  }

  private static boolean isWordStart(String path, int at) {
    if (at == 0) {
      return true;
    }
    char before = path.charAt(at - 1);
    return !Character.isLetterOrDigit(before)
        || Character.isUpperCase(path.charAt(at)) && Character.isLowerCase(before);
  }
}
