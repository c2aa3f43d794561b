package dev.codex.internal.ignore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a {@code .gitignore}. Most are a name, an ending or a path and need no pattern. */
record Rule(Shape shape, String text, @Nullable Glob glob, boolean negated, boolean foldersOnly) {

  /** How a rule is looked for. */
  enum Shape {
    NAME,
    ENDING,
    NAME_PATTERN,
    PATH,
    /** From the folder of the rules on. */
    PATH_PATTERN
  }

  static void parse(String line, List<Rule> rules) {
    String text = withoutTrailingBlanks(line);
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    boolean negated = text.startsWith("!");
    if (negated) {
      text = text.substring(1);
    }
    boolean foldersOnly = text.endsWith("/");
    if (foldersOnly) {
      text = text.substring(0, text.length() - 1);
    }
    boolean anchored = text.indexOf('/') >= 0;
    if (text.startsWith("/")) {
      text = text.substring(1);
    }
    if (!text.isEmpty()) {
      rules.add(rule(text, anchored, negated, foldersOnly));
    }
  }

  private static Rule rule(String text, boolean anchored, boolean negated, boolean foldersOnly) {
    if (anchored && isPlain(text)) {
      return new Rule(Shape.PATH, text, null, negated, foldersOnly);
    }
    if (anchored) {
      return new Rule(Shape.PATH_PATTERN, text, Glob.of(text), negated, foldersOnly);
    }
    if (isPlain(text)) {
      return new Rule(Shape.NAME, text, null, negated, foldersOnly);
    }
    if (text.startsWith("*") && isPlain(text.substring(1))) {
      return new Rule(Shape.ENDING, text.substring(1), null, negated, foldersOnly);
    }
    return new Rule(Shape.NAME_PATTERN, text, Glob.of(text), negated, foldersOnly);
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(c -> c == '*' || c == '?' || c == '[' || c == '\\');
  }

  /** A blank at the end counts only behind a backslash. */
  private static String withoutTrailingBlanks(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && (end < 2 || line.charAt(end - 2) != '\\')) {
      end--;
    }
    return line.substring(0, end);
  }

  /**
   * Compares without cutting the path up, since a walk asks this for every file.
   *
   * @param folder where the part from the folder of the rules on begins
   * @param name where the last name begins
   */
  boolean matches(String path, int folder, int name, boolean isFolder) {
    if (foldersOnly && !isFolder) {
      return false;
    }
    return switch (shape) {
      case NAME -> path.length() - name == text.length() && path.endsWith(text);
      case ENDING -> path.endsWith(text);
      case NAME_PATTERN -> glob != null && glob.matches(path, name);
      case PATH -> path.length() - folder == text.length() && path.endsWith(text);
      case PATH_PATTERN -> glob != null && glob.matches(path, folder);
    };
  }
}
