package dev.codex.sandbox.rules.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scripts as Codex reads them: what it splits into commands, and the prefixes it proposes to allow.
 * It takes a carriage return for a blank, where bash takes it for a part of the word; so nothing
 * may be decided by this reading, only shown and proposed.
 */
public final class CodexReading {

  private static final Set<String> KEYWORDS = Set.of(
      "if",
      "else",
      "elif",
      "case",
      "while",
      "until",
      "for",
      "select",
      "function",
      "export",
      "declare",
      "local",
      "readonly",
      "unset",
      "typeset",
      "unsetenv");
  private static final Pattern BLANKS = Pattern.compile("(?:[ \\t\\r\\f\\x0b]++|\\\\\\r?\\n)*+");
  private static final Pattern SEPARATOR =
      Pattern.compile("(&&|\\|\\|)\\s*|;(?!;)[ \\t\\r]*\\n*\\s*|\\n\\s*|\\|(?!&)\\s*");
  private static final Pattern WORD =
      Pattern.compile("(?:[^\\s;|&<>()$`\\\\\"'*?\\[\\]{}~^#]++|'[^']*+'"
          + "|\"(?:[^\"\\\\$`]++|\\\\[^\"\\\\$`\\n])*+\")++");
  private static final Pattern PART =
      Pattern.compile("'([^']*+)'|\"((?:[^\"\\\\]++|\\\\[^\\n])*+)\"|([^'\"]++)");
  private static final Pattern HEREDOC = Pattern.compile(
      "\\A([^\\n]*?)<<-?[ \\t]*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\\2([^\\n]*)\\n(.*)\\z",
      Pattern.DOTALL);
  private static final Pattern FILE_REDIRECT =
      Pattern.compile("\\s*(?:[0-9]*>{1,2}\\s*[A-Za-z0-9_./-]+\\s*)*");

  private final String script;
  private int at;

  private CodexReading(String script) {
    this.script = script;
  }

  /** The commands of a script that is nothing else. */
  public static Optional<List<List<String>>> plain(String script) {
    if (script.indexOf('\0') >= 0 || script.length() > ShellScript.MAX_LENGTH) {
      return Optional.empty();
    }
    return new CodexReading(script).commands();
  }

  private Optional<List<List<String>>> commands() {
    List<List<String>> commands = new ArrayList<>();
    Matcher lead = Pattern.compile("\\s*").matcher(script);
    at = lead.lookingAt() ? lead.end() : 0;
    while (true) {
      List<String> command = command();
      if (command.isEmpty()) {
        return Optional.empty();
      }
      commands.add(command);
      skip(BLANKS);
      if (at == script.length()) {
        return Optional.of(commands);
      }
      Matcher separator = SEPARATOR.matcher(script).region(at, script.length());
      if (!separator.lookingAt()) {
        return Optional.empty();
      }
      at = separator.end();
      boolean ends = separator.group().startsWith(";") || separator.group().startsWith("\n");
      if (at == script.length() && ends) {
        return Optional.of(commands);
      }
    }
  }

  /** Empty where there is none that Codex takes. */
  private List<String> command() {
    List<String> words = new ArrayList<>();
    while (true) {
      skip(BLANKS);
      Matcher word = WORD.matcher(script).region(at, script.length());
      if (!word.lookingAt()) {
        return words;
      }
      at = word.end();
      Optional<String> value = value(word.group(), words.isEmpty());
      if (value.isEmpty()) {
        return List.of();
      }
      words.add(value.get());
    }
  }

  private void skip(Pattern pattern) {
    Matcher matcher = pattern.matcher(script).region(at, script.length());
    if (matcher.lookingAt()) {
      at = matcher.end();
    }
  }

  private static Optional<String> value(String raw, boolean first) {
    boolean quoted = raw.indexOf('\'') >= 0 || raw.indexOf('"') >= 0;
    if (first && (quoted || !isProgram(raw)) || !first && raw.startsWith("=")) {
      return Optional.empty();
    }
    StringBuilder value = new StringBuilder();
    int parts = 0;
    Matcher part = PART.matcher(raw);
    while (part.find()) {
      parts++;
      for (int group = 1; group <= 3; group++) {
        value.append(part.group(group) == null ? "" : part.group(group));
      }
    }
    return parts > 1 && value.isEmpty() ? Optional.empty() : Optional.of(value.toString());
  }

  private static boolean isProgram(String word) {
    return !KEYWORDS.contains(word)
        && !word.startsWith("!")
        && !word.matches("[0-9]+")
        && !word.matches("=.*|[A-Za-z_][A-Za-z0-9_]*\\+?=.*");
  }

  /** The words before the here document of a script that is one command fed by it. */
  public static Optional<List<String>> heredocPrefix(String script) {
    Matcher heredoc = HEREDOC.matcher(script);
    if (!heredoc.matches() || !FILE_REDIRECT.matcher(heredoc.group(4)).matches()) {
      return Optional.empty();
    }
    String tag = heredoc.group(3);
    String body = "\n" + heredoc.group(5);
    int end = body.indexOf("\n" + tag + "\n");
    boolean last = body.endsWith("\n" + tag);
    boolean only = end < 0 ? last : body.substring(end + tag.length() + 2).isBlank();
    return only
        ? plain(heredoc.group(1)).filter(commands -> commands.size() == 1).map(one -> one.get(0))
        : Optional.empty();
  }
}
