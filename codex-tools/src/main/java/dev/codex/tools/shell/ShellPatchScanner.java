package dev.codex.tools.shell;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the one form of shell script that is a patch in disguise. */
public final class ShellPatchScanner {

  /** A word without quotes, escapes, expansions or operators. */
  private static final String WORD = "[^\\s'\"\\\\$`;&|<>(){}*?\\[\\]#!]+";

  private static final String PLACE =
      "'(?<single>[^']+)'|\"(?<double>[^\"\\\\$`]+)\"|(?<word>" + WORD + ")";

  private static final Pattern CHANGE_DIRECTORY =
      Pattern.compile("cd[ \\t]+(?:" + PLACE + ")[ \\t]*&&\\s*");

  private static final Pattern CALL =
      Pattern.compile("(?:[A-Za-z_][A-Za-z0-9_]*=(?:" + WORD + ")?[ \\t]+)*"
          + "(?:apply_patch|applypatch)[ \\t]*<<(?<dash>-?)[ \\t]*"
          + "(?:'(?<single>[^'\\n]+)'|\"(?<double>[^\"\\n\\\\$`]+)\"|(?<word>[A-Za-z0-9_.]+))"
          + "[ \\t]*\\r?\\n");

  private final String script;

  public ShellPatchScanner(String script) {
    this.script = script;
  }

  public Optional<ShellPatch> scan() {
    int at = 0;
    while (at < script.length() && Character.isWhitespace(script.charAt(at))) {
      at++;
    }
    Optional<String> directory = Optional.empty();
    Matcher change = CHANGE_DIRECTORY.matcher(script).region(at, script.length());
    if (change.lookingAt()) {
      directory = Optional.of(group(change));
      at = change.end();
    }
    Matcher call = CALL.matcher(script).region(at, script.length());
    if (!call.lookingAt()) {
      return Optional.empty();
    }
    if (!call.group("dash").isEmpty() && script.indexOf("\n\t", call.end() - 1) >= 0) {
      return Optional.empty(); // a shell takes the tabs away
    }
    return document(call.end(), group(call), directory);
  }

  private Optional<ShellPatch> document(int start, String tag, Optional<String> directory) {
    int line = start;
    while (line <= script.length()) {
      int end = script.indexOf('\n', line);
      end = end < 0 ? script.length() : end;
      if (script.substring(line, end).replaceAll("\\r+$", "").equals(tag)) {
        boolean alone = script.substring(end).isBlank();
        String patch = script.substring(start, Math.max(start, line - 1));
        return alone ? Optional.of(new ShellPatch(patch, directory)) : Optional.empty();
      }
      line = end + 1;
    }
    return Optional.empty();
  }

  private static String group(Matcher matcher) {
    for (String name : new String[] {"single", "double", "word"}) {
      String text = matcher.group(name);
      if (text != null) {
        return text;
      }
    }
    throw new IllegalStateException("no alternative of " + matcher.pattern() + " matched");
  }
}
