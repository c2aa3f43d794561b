package dev.codex.internal.ignore;

/**
 * A pattern of file names as git and ripgrep read it: {@code *} and {@code ?} stay within a name,
 * {@code **} between slashes crosses them, {@code [a-z]} and {@code [!a-z]} are sets, and a
 * backslash takes the next character as it is.
 */
public final class Glob {

  private final String pattern;

  private Glob(String pattern) {
    this.pattern = pattern;
  }

  public static Glob of(String pattern) {
    return new Glob(pattern);
  }

  /** Whether the whole text, with slashes between names, is what the pattern says. */
  public boolean matches(String text) {
    return matches(text, 0);
  }

  /** Whether the rest of the text from here on is what the pattern says. */
  boolean matches(String text, int from) {
    return matches(0, text, from);
  }

  private boolean matches(int patternStart, String text, int textStart) {
    int p = patternStart;
    int t = textStart;
    int star = -1; // the last * that may still take more
    int starText = -1;
    while (t < text.length() || p < pattern.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        if (isDeep(p)) {
          return deep(p, text, t);
        }
        star = p;
        starText = t;
        p++;
        continue;
      }
      int next = p < pattern.length() && t < text.length() ? single(p, text.charAt(t)) : -1;
      if (next >= 0) {
        p = next;
        t++;
      } else if (star >= 0 && starText < text.length() && text.charAt(starText) != '/') {
        p = star + 1;
        t = ++starText;
      } else {
        return false;
      }
    }
    return true;
  }

  /** A {@code **} counts as one only between slashes or at an end. */
  private boolean isDeep(int p) {
    return pattern.startsWith("**", p)
        && (p == 0 || pattern.charAt(p - 1) == '/')
        && (p + 2 == pattern.length() || pattern.charAt(p + 2) == '/');
  }

  private boolean deep(int p, String text, int t) {
    if (p + 2 == pattern.length()) {
      return t < text.length();
    }
    int rest = p + 3;
    for (int at = t; at >= 0; at = next(text, at)) {
      if (matches(rest, text, at)) {
        return true;
      }
    }
    return false;
  }

  private static int next(String text, int at) {
    int slash = text.indexOf('/', at);
    return slash < 0 ? -1 : slash + 1;
  }

  /** Where the pattern goes on after this character; negative if it does not fit. */
  private int single(int p, char c) {
    char wanted = pattern.charAt(p);
    if (wanted == '?') {
      return c == '/' ? -1 : p + 1;
    }
    if (wanted == '[') {
      int end = closing(p);
      if (end > 0) {
        return c != '/' && isInSet(p + 1, end, c) ? end + 1 : -1;
      }
    }
    if (wanted == '\\' && p + 1 < pattern.length()) {
      return pattern.charAt(p + 1) == c ? p + 2 : -1;
    }
    return wanted == c ? p + 1 : -1;
  }

  private int closing(int p) {
    int i = p + 1;
    if (i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^')) {
      i++;
    }
    return pattern.indexOf(']', i + 1); // a ] right at the start is a member
  }

  private boolean isInSet(int from, int to, char c) {
    boolean negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
    for (int i = negated ? from + 1 : from; i < to; i++) {
      char low = pattern.charAt(i);
      if (low == '\\' && i + 1 < to) {
        low = pattern.charAt(++i);
      }
      char high = low;
      if (i + 2 < to && pattern.charAt(i + 1) == '-') {
        high = pattern.charAt(i + 2);
        i += 2;
      }
      if (c >= low && c <= high) {
        return !negated;
      }
    }
    return negated;
  }
}
