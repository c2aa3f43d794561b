package dev.codex.internal.harm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The commands that a shell script may run, as far as words tell. This is no shell: it sees more
 * commands than there are, since it also looks into branches, loops and substitutions. Whoever uses
 * it to find harm errs on the safe side; it says nothing about harmlessness.
 */
public final class Script {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_GUESS = 4096; // longer than any path
  private static final Pattern NAME = Pattern.compile("\\w+=");

  /**
   * One word.
   *
   * @param isExact whether the text is what the program gets; else a variable or a command decides
   * @param isGlob whether it may stand for several files
   */
  public record Word(String text, boolean isExact, boolean isGlob) {}

  /** What a command means for those behind it. */
  public enum Bond {
    /** The next one is run if this one has gone well. */
    AND,
    /** The next one is run if this one has failed. */
    OR,
    /** The next one is run whatever this one did. */
    THEN,
    /** The next one reads what this one prints; each has a process of its own. */
    PIPE,
    /** This and those that it belongs to had a process of their own. */
    APART
  }

  /**
   * One command.
   *
   * @param redirections the files that they write over or add to
   * @param input what a here-document or a here-string gives it to read
   */
  public record Command(List<Word> words, Redirections redirections, Bond bond, String input) {
    public Command {
      words = List.copyOf(words);
    }

    /** A command alone. */
    static Command of(List<Word> words) {
      return new Command(words, Redirections.NONE, Bond.THEN, "");
    }
  }

  /** The files that are written over or added to. */
  public record Redirections(List<Word> overwritten, List<Word> appended) {
    static final Redirections NONE = new Redirections(List.of(), List.of());

    public Redirections {
      overwritten = List.copyOf(overwritten);
      appended = List.copyOf(appended);
    }
  }

  private final String text;
  private final int depth;
  private final List<Command> commands = new ArrayList<>();
  private final List<String> here = new ArrayList<>(); // ends of here-documents that are open
  private final Map<String, String> variables = new HashMap<>();
  private List<Word> words = new ArrayList<>();
  private List<Word> overwritten = new ArrayList<>();
  private List<Word> appended = new ArrayList<>();
  private String input = "";
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private boolean exact = true;
  private boolean glob;
  private Target target = Target.WORDS;
  private int at;

  private enum Target {
    WORDS,
    OVERWRITTEN,
    APPENDED,
    INPUT,
    NOWHERE,
    HERE
  }

  private Script(String text, int depth) {
    this.text = text;
    this.depth = depth;
  }

  public static List<Command> commands(String script) {
    return commands(script, 0);
  }

  private static List<Command> commands(String text, int depth) {
    Script script = new Script(text, depth);
    script.read();
    return script.commands;
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\') {
        if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
          add(text.charAt(at + 1));
        }
        at += 2;
      } else if (c == '\'') {
        single();
      } else if (c == '"') {
        twice();
      } else if (c == '$' || c == '`') {
        expansion();
      } else if (c == '#' && !inWord) {
        skipTo('\n');
      } else if (c == '>' || c == '<' || text.startsWith("&>", at)) {
        at += c == '&' ? 1 : 0;
        redirection(text.charAt(at));
      } else if (c == '\n') {
        endCommand(Bond.THEN);
        at++;
        readHereDocuments();
      } else if (";&|()".indexOf(c) >= 0 || (c == '{' || c == '}') && !inWord && !isBraceList()) {
        endCommand(bond(c));
        at++;
      } else if (Character.isWhitespace(c)) {
        endWord();
        at++;
      } else {
        glob |= "*?[{".indexOf(c) >= 0;
        add(c);
        at++;
      }
    }
    endCommand(Bond.THEN);
  }

  private Bond bond(char c) {
    if (text.startsWith("&&", at) || text.startsWith("||", at)) {
      at++;
      return c == '&' ? Bond.AND : Bond.OR;
    }
    return c == '|' ? Bond.PIPE : c == '&' || c == ')' ? Bond.APART : Bond.THEN;
  }

  /** Whether a brace stands for several words and not for a group of commands. */
  private boolean isBraceList() {
    return text.charAt(at) == '{'
        && at + 1 < text.length()
        && !Character.isWhitespace(text.charAt(at + 1));
  }

  private void add(char c) {
    word.append(c);
    inWord = true;
  }

  private void single() {
    int end = text.indexOf('\'', at + 1);
    end = end < 0 ? text.length() : end;
    word.append(text, at + 1, end);
    inWord = true;
    at = end + 1;
  }

  private void twice() {
    inWord = true;
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        add(text.charAt(at + 1));
        at += 2;
      } else if (c == '$' || c == '`') {
        expansion();
      } else {
        add(c);
        at++;
      }
    }
    at++;
  }

  /** Home is known; everything else makes the word inexact, and commands inside are read too. */
  private void expansion() {
    inWord = true;
    for (String home : List.of("${HOME}", "$HOME")) {
      if (text.startsWith(home, at) && !isNamePart(at + home.length(), home)) {
        word.append('~');
        at += home.length();
        return;
      }
    }
    exact = false;
    if (text.charAt(at) == '`') {
      int end = text.indexOf('`', at + 1);
      end = end < 0 ? text.length() : end;
      nested(text.substring(at + 1, end));
      at = end + 1;
    } else if (text.startsWith("$(", at)) {
      int end = closing(at + 1);
      nested(text.substring(at + 2, Math.min(end, text.length())));
      at = end + 1;
    } else {
      int start = ++at;
      while (at < text.length() && (isNamePart(at, "") || text.charAt(at) == '{')) {
        at = text.charAt(at) == '{' ? closingBrace(at) : at + 1;
      }
      String name = text.substring(start, at).replaceAll("[{}]", "");
      String guess = variables.getOrDefault(name, ""); // the word is inexact all the same
      if (word.length() + guess.length() <= MAX_GUESS) {
        word.append(guess);
      }
    }
  }

  private boolean isNamePart(int index, String after) {
    return !after.endsWith("}")
        && index < text.length()
        && (Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '_');
  }

  private int closingBrace(int open) {
    int end = text.indexOf('}', open);
    return end < 0 ? text.length() : end + 1;
  }

  private int closing(int open) {
    int level = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == '(') {
        level++;
      } else if (text.charAt(i) == ')' && --level == 0) {
        return i;
      }
    }
    return text.length();
  }

  private void nested(String script) {
    if (depth < MAX_DEPTH) {
      List<Command> inside = commands(script, depth + 1);
      if (!inside.isEmpty()) {
        commands.addAll(inside);
        leave(); // it was a process of its own
      }
    }
  }

  private void redirection(char c) {
    if (word.chars().allMatch(Character::isDigit)) {
      discardWord(); // the number of a stream
    }
    endWord();
    if (text.startsWith("<<", at) && !text.startsWith("<<<", at)) {
      target = Target.HERE;
      at += text.startsWith("<<-", at) ? 3 : 2;
      return;
    }
    target = text.startsWith("<<<", at)
        ? Target.INPUT
        : text.startsWith(">>", at)
            ? Target.APPENDED
            : c == '>' ? Target.OVERWRITTEN : Target.NOWHERE;
    at++;
    while (at < text.length() && "><|&".indexOf(text.charAt(at)) >= 0) {
      if (text.charAt(at) == '&') {
        target = Target.NOWHERE;
      }
      at++;
    }
  }

  private void skipTo(char end) {
    int next = text.indexOf(end, at);
    at = next < 0 ? text.length() : next;
  }

  /** What a here-document holds is input of the last command, and a script if that is a shell. */
  private void readHereDocuments() {
    for (String end : here) {
      StringBuilder body = new StringBuilder();
      while (at < text.length()) {
        int next = text.indexOf('\n', at);
        next = next < 0 ? text.length() : next;
        String line = text.substring(at, next);
        at = Math.min(next + 1, text.length());
        if (line.strip().equals(end)) {
          break;
        }
        body.append(line).append('\n');
      }
      if (!commands.isEmpty()) {
        Command last = commands.remove(commands.size() - 1);
        commands.add(new Command(last.words(), last.redirections(), last.bond(), body.toString()));
        if (last.words().stream().anyMatch(Harm::isShell)) {
          nested(body.toString());
        }
      }
    }
    here.clear();
  }

  private void endWord() {
    if (!inWord) {
      return;
    }
    Word done = new Word(word.toString(), exact, glob);
    switch (target) {
      case WORDS -> words.add(done);
      case OVERWRITTEN -> overwritten.add(done);
      case APPENDED -> appended.add(done);
      case INPUT -> input = done.text();
      case HERE -> here.add(done.text());
      case NOWHERE -> {}
    }
    target = Target.WORDS;
    discardWord();
  }

  private void discardWord() {
    word.setLength(0);
    inWord = false;
    exact = true;
    glob = false;
  }

  private void endCommand(Bond bond) {
    endWord();
    target = Target.WORDS;
    if (!words.isEmpty() || !overwritten.isEmpty() || !appended.isEmpty()) {
      commands.add(new Command(words, new Redirections(overwritten, appended), bond, input));
      remember();
      if (!input.isEmpty() && words.stream().anyMatch(Harm::isShell)) {
        nested(input);
      }
      appended = new ArrayList<>();
      words = new ArrayList<>();
      overwritten = new ArrayList<>();
      input = "";
    } else if (bond == Bond.PIPE || bond == Bond.APART) {
      leave();
    }
  }

  /** What the last command has done to its process may be undone. */
  private void leave() {
    if (!commands.isEmpty()) {
      Command last = commands.remove(commands.size() - 1);
      commands.add(new Command(last.words(), last.redirections(), Bond.APART, last.input()));
    }
  }

  private void remember() {
    for (Word assignment : words) {
      int equals = assignment.text().indexOf('=');
      if (equals <= 0 || !NAME.matcher(assignment.text()).lookingAt()) {
        return;
      }
      variables.put(
          assignment.text().substring(0, equals), assignment.text().substring(equals + 1));
    }
  }
}
