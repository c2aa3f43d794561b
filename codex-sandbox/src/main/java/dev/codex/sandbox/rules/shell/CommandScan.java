package dev.codex.sandbox.rules.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds every command that a script mentions, inside loops, functions, groups and substitutions
 * too. It errs on the side of finding too much: for warnings and prohibitions, never to permit.
 */
public final class CommandScan {

  private static final int MAX_DEPTH = 12;

  /** Words after which a command begins. */
  private static final Set<String> OPENING =
      Set.of("if", "then", "else", "elif", "do", "while", "until", "!", "{", "}", "time", "coproc");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\[[^]]*])?\\+?=");

  private final String script;
  private final int depth;
  private final List<List<String>> commands;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private final List<HereDocument> documents = new ArrayList<>();
  private boolean inWord;
  private boolean skipsTarget;
  private int at;

  private CommandScan(String script, int depth, List<List<String>> commands) {
    this.script = script;
    this.depth = depth;
    this.commands = commands;
  }

  /** A here document whose text follows. */
  private record HereDocument(String tag, boolean isExpanded) {}

  /**
   * The words of each command as far as they can be told; what is expanded stays as it is written.
   * Nothing is returned for a script that is nested too deeply or too long to look through.
   */
  public static Optional<List<List<String>>> commands(String script) {
    if (script.length() > ShellScript.MAX_LENGTH) {
      return Optional.empty();
    }
    List<List<String>> commands = new ArrayList<>();
    try {
      new CommandScan(script, 0, commands).run();
      return Optional.of(commands);
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }

  private void run() {
    if (depth > MAX_DEPTH) {
      throw new UnreadableException();
    }
    while (at < script.length()) {
      step();
    }
    endCommand();
  }

  private void inner(String text) {
    new CommandScan(text, depth + 1, commands).run();
  }

  private void step() {
    char letter = script.charAt(at);
    switch (letter) {
      case ' ', '\t', '\r' -> {
        endWord();
        at++;
      }
      case '\n' -> {
        endCommand();
        at++;
        documents();
      }
      case ';', '&', '|', '(', ')' -> separator(letter);
      case '<', '>' -> redirect();
      case '#' -> comment();
      default -> {
        inWord = true;
        character(letter);
      }
    }
  }

  private void separator(char letter) {
    if (letter == '&' && script.startsWith("&>", at)) {
      at++;
      redirect();
    } else {
      endCommand();
      at++;
    }
  }

  private void comment() {
    if (inWord) {
      word.append('#');
      at++;
    } else {
      int end = script.indexOf('\n', at);
      at = end < 0 ? script.length() : end;
    }
  }

  private void character(char letter) {
    switch (letter) {
      case '\\' -> {
        if (at + 1 < script.length() && script.charAt(at + 1) != '\n') {
          word.append(script.charAt(at + 1));
        }
        at += 2;
      }
      case '\'' -> {
        int end = Enclosure.end(script, at);
        word.append(script, at + 1, Math.max(at + 1, end - 1));
        at = end;
      }
      case '"' -> {
        int end = Enclosure.end(script, at);
        expanded(script.substring(at + 1, Math.max(at + 1, end - 1)), true);
        at = end;
      }
      case '$', '`' -> substitution();
      default -> {
        word.append(letter);
        at++;
      }
    }
  }

  private void substitution() {
    int end = Enclosure.end(script, at);
    expanded(script.substring(at, end), false);
    at = end;
  }

  /** Text in which only {@code $} and backquotes count; it becomes part of the word. */
  private void expanded(String text, boolean quoted) {
    int i = 0;
    while (i < text.length()) {
      char letter = text.charAt(i);
      if (letter == '\\' && quoted && i + 1 < text.length()) {
        char next = text.charAt(i + 1);
        word.append("$`\"\\".indexOf(next) >= 0 ? String.valueOf(next) : "\\" + next);
        i += 2;
      } else if (letter == '$' || letter == '`') {
        int end = Enclosure.end(text, i);
        run(text.substring(i, end));
        i = end;
      } else {
        word.append(letter);
        i++;
      }
    }
  }

  /** What stands in a substitution is commands; what stands in braces or sums is text. */
  private void run(String substitution) {
    word.append(substitution);
    if (substitution.startsWith("`")) {
      inner(substitution.replaceAll("^`|`$", "").replace("\\`", "`"));
    } else if (substitution.startsWith("$((") && substitution.endsWith("))")) {
      nested(substitution.substring(3, substitution.length() - 2));
    } else if (substitution.startsWith("$(")) {
      inner(substitution.replaceAll("^\\$\\(|\\)$", ""));
    } else if (substitution.startsWith("${")) {
      nested(substitution.substring(2));
    }
  }

  private void nested(String text) {
    CommandScan scan = new CommandScan("", depth + 1, commands);
    if (depth > MAX_DEPTH) {
      throw new UnreadableException();
    }
    scan.expanded(text, true);
  }

  private void redirect() {
    boolean number = word.length() > 0 && word.chars().allMatch(Character::isDigit);
    if (number) {
      word.setLength(0);
      inWord = false;
    }
    endWord();
    if (script.startsWith("<(", at) || script.startsWith(">(", at)) {
      int end = Enclosure.end(script, at);
      inner(script.substring(at + 2, Math.max(at + 2, end - 1)));
      at = end;
      inWord = true;
      return;
    }
    if (script.startsWith("<<", at) && !script.startsWith("<<<", at)) {
      hereDocument();
      return;
    }
    while (at < script.length() && "<>&|".indexOf(script.charAt(at)) >= 0) {
      at++;
    }
    skipsTarget = true;
  }

  private void hereDocument() {
    at += script.startsWith("<<-", at) ? 3 : 2;
    while (at < script.length() && (script.charAt(at) == ' ' || script.charAt(at) == '\t')) {
      at++;
    }
    int start = at;
    while (at < script.length() && " \t\n;|&<>()".indexOf(script.charAt(at)) < 0) {
      at++;
    }
    String tag = script.substring(start, at);
    documents.add(new HereDocument(tag.replaceAll("['\"\\\\]", ""), !tag.matches(".*['\"\\\\].*")));
  }

  private void documents() {
    for (HereDocument document : documents) {
      while (at < script.length()) {
        int end = script.indexOf('\n', at);
        String line = script.substring(at, end < 0 ? script.length() : end);
        at = end < 0 ? script.length() : end + 1;
        if (line.strip().equals(document.tag())) {
          break;
        }
        if (document.isExpanded()) {
          nested(line);
        }
      }
    }
    documents.clear();
  }

  private void endWord() {
    if (!inWord) {
      return;
    }
    String value = word.toString();
    word.setLength(0);
    inWord = false;
    if (skipsTarget) {
      skipsTarget = false;
    } else if (value.equals("{") && words.size() == 2 && words.get(0).equals("function")) {
      words.clear();
    } else if (!words.isEmpty() || !OPENING.contains(value) && !isAssignment(value)) {
      words.add(value);
    }
  }

  private static boolean isAssignment(String word) {
    return word.indexOf('=') > 0 && ASSIGNMENT.matcher(word).lookingAt();
  }

  private void endCommand() {
    endWord();
    skipsTarget = false;
    if (!words.isEmpty()) {
      commands.add(List.copyOf(words));
      words.clear();
    }
  }
}
