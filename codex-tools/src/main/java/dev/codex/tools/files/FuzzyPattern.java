package dev.codex.tools.files;

import java.util.ArrayList;
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

  private final String pattern;
  private final boolean exactCase;
  private final long letters;

  FuzzyPattern(String pattern) {
    this.pattern = pattern.strip();
    this.exactCase = this.pattern.chars().anyMatch(Character::isUpperCase);
    this.letters = letters(this.pattern);
  }

  long letters() {
    return letters;
  }

  /** Which letters a text has, whatever their case, by bits; others share what is left. */
  static long letters(String text) {
    long bits = 0;
    for (int i = 0; i < text.length(); i++) {
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
    int score = scoreFrom(path, name);
    return score > 0 ? score + NAME : name == 0 ? 0 : scoreFrom(path, 0);
  }

  List<Integer> positions(String path) {
    int name = path.lastIndexOf('/') + 1;
    int from = endOf(path, name) >= 0 ? name : 0;
    int[] found = tight(path, from);
    List<Integer> positions = new ArrayList<>();
    for (int at : found) {
      positions.add(at);
    }
    return positions;
  }

  private int scoreFrom(String path, int from) {
    if (pattern.isEmpty() || endOf(path, from) < 0) {
      return 0;
    }
    int[] found = tight(path, from);
    int score = 0;
    for (int i = 0; i < found.length; i++) {
      score += LETTER;
      if (isWordStart(path, found[i])) {
        score += WORD;
      }
      if (i > 0) {
        int gap = found[i] - found[i - 1] - 1;
        score += gap == 0 ? NEXT : -Math.min(MAX_GAP, FIRST_GAP + GAP * (gap - 1));
      }
    }
    return Math.max(1, score);
  }

  /** Where the first match ends; negative if there is none. */
  private int endOf(String path, int from) {
    int at = from;
    for (int i = 0; i < pattern.length(); i++) {
      while (at < path.length() && !same(pattern.charAt(i), path.charAt(at))) {
        at++;
      }
      if (at == path.length()) {
        return -1;
      }
      at++;
    }
    return at;
  }

  /** The first match, drawn together from its end. */
  private int[] tight(String path, int from) {
    int[] found = new int[pattern.length()];
    int at = endOf(path, from) - 1;
    for (int i = pattern.length() - 1; i >= 0; i--) {
      while (!same(pattern.charAt(i), path.charAt(at))) {
        at--;
      }
      found[i] = at--;
    }
    return found;
  }

  private boolean same(char wanted, char c) {
    return wanted == c || !exactCase && Character.toLowerCase(c) == Character.toLowerCase(wanted);
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
