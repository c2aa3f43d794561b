package dev.codex.hook;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which tools or sources a hook is for. Names joined by bars mean exactly these names; anything
 * else is a pattern that may match anywhere. Both ways are Codex's.
 */
final class HookMatcher {

  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_|-]*");

  /** Points that a matcher says nothing about. */
  private static final List<String> UNMATCHED = List.of(
      "UserPromptSubmit", "Stop", "SessionEnd", "PreModelRequest", "PostModelRequest", "Interrupt");

  private final List<String> names;
  private final Pattern pattern;

  private HookMatcher(List<String> names, Pattern pattern) {
    this.names = names;
    this.pattern = pattern;
  }

  static HookMatcher of(String event, String text) throws Invalid {
    if (text.isEmpty() || text.equals("*") || UNMATCHED.contains(event)) {
      return new HookMatcher(List.of(), Pattern.compile(""));
    }
    if (NAMES.matcher(text).matches()) {
      return new HookMatcher(List.of(text.split("\\|")), Pattern.compile("(?!)"));
    }
    try {
      return new HookMatcher(List.of(), Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new Invalid(text, e);
    }
  }

  boolean matches(List<String> candidates) {
    return candidates.isEmpty()
        || candidates.stream()
            .anyMatch(name -> names.contains(name) || pattern.matcher(name).find());
  }

  /** The text is no pattern. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String text, PatternSyntaxException e) {
      super("regex parse error:\n    " + text + "\n    " + " ".repeat(column(text, e))
          + "^\nerror: " + e.getDescription().toLowerCase(Locale.ROOT));
    }

    /** What was opened and not closed, rather than the end, which is where Java notices it. */
    private static int column(String text, PatternSyntaxException e) {
      String description = e.getDescription();
      if (description.startsWith("Unclosed character class")) {
        return Math.max(0, text.lastIndexOf('['));
      }
      if (description.startsWith("Unclosed group")) {
        return Math.max(0, text.lastIndexOf('('));
      }
      return Math.max(0, Math.min(e.getIndex(), text.length()));
    }
  }
}
