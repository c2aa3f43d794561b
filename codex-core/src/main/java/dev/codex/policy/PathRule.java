package dev.codex.policy;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a {@link SandboxPolicy.Profile} says about a path and everything below it.
 *
 * @param pattern absolute; {@code *}, {@code ?} and {@code [...]} stay within a name, {@code **}
 *     crosses any number of folders, also none
 */
public record PathRule(String pattern, Access access) {

  private static final String SPECIAL = "*?[";

  public PathRule {
    if (!pattern.startsWith("/") && !Path.of(pattern).isAbsolute()) {
      throw new IllegalArgumentException(
          "The pattern '" + pattern + "' is not absolute. Begin it with the folder it is about.");
    }
    if (access == Access.WRITE && isGlob(pattern)) {
      throw new IllegalArgumentException(
          "The pattern '" + pattern + "' cannot allow writing. Name the folders one by one.");
    }
  }

  /** Whether the pattern may match more than one path. */
  public boolean isGlob() {
    return isGlob(pattern);
  }

  private static boolean isGlob(String pattern) {
    return pattern.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  /** The longest folder above everything that the pattern matches; the path itself if it is one. */
  public Path base() {
    Path path = Path.of("/");
    for (String name : pattern.split("/")) {
      if (isGlob(name)) {
        return path;
      }
      path = path.resolve(name);
    }
    return path.normalize();
  }

  /** Whether the rule is about exactly this path. */
  public boolean matches(Path path) {
    return isGlob() ? Pattern.matches(expression(), path.toString()) : base().equals(path);
  }

  private String expression() {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int end = c == '[' ? pattern.indexOf(']', i + 2) : -1;
      if (pattern.startsWith("**/", i)) {
        result.append("(?:.*/)?");
        i += 2;
      } else if (pattern.startsWith("**", i)) {
        result.append(".*");
        i++;
      } else if (c == '*') {
        result.append("[^/]*");
      } else if (c == '?') {
        result.append("[^/]");
      } else if (end > 0) {
        result.append(characters(pattern.substring(i + 1, end)));
        i = end;
      } else {
        result.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return result.toString();
  }

  private static String characters(String inside) {
    boolean isNegated = inside.startsWith("!");
    String plain = isNegated ? inside.substring(1) : inside;
    return "(?!/)[" + (isNegated ? "^" : "")
        + plain.replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^").replace("&", "\\&")
        + "]";
  }

  /** From weak to strong: of several rules about the same path, the strongest counts. */
  public enum Access {
    READ,
    WRITE,
    /** Neither reading nor writing. */
    DENY
  }
}
