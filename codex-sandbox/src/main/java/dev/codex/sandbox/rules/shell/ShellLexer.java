package dev.codex.sandbox.rules.shell;

import dev.codex.sandbox.rules.shell.ShellWord.Form;
import java.util.List;
import java.util.Optional;

/**
 * Takes words, redirects and operators off a script as bash does, and gives up at the first thing
 * that bash would expand or that shells disagree about.
 */
final class ShellLexer {

  /** Besides letters and digits; the rest needs a closer look or quotes. */
  private static final String PLAIN = "_-./,:+@%^!]";

  private static final List<String> OPERATORS =
      List.of("&&", "||", ";;", ";&", "|&", ";", "|", "\n");
  private static final List<String> REDIRECTS =
      List.of("&>>", "&>", ">>", ">&", "<&", ">|", "<>", ">", "<");

  private final String script;
  private int at;

  ShellLexer(String script) {
    this.script = script;
  }

  boolean atEnd() {
    skipBlanks();
    return at == script.length();
  }

  /** Skips blanks, continued lines and comments up to the end of the line. */
  private void skipBlanks() {
    boolean start = at == 0 || " \t\n;|&".indexOf(script.charAt(at - 1)) >= 0;
    while (at < script.length()) {
      char letter = script.charAt(at);
      if (letter == ' ' || letter == '\t') {
        at++;
        start = true;
      } else if (script.startsWith("\\\n", at)) {
        at += 2;
      } else if (letter == '#' && start) {
        int end = script.indexOf('\n', at);
        at = end < 0 ? script.length() : end;
      } else {
        return;
      }
    }
  }

  void skipLines() {
    skipBlanks();
    while (at < script.length() && script.charAt(at) == '\n') {
      at++;
      skipBlanks();
    }
  }

  /** The operator here; empty at the end of the script. */
  String operator() {
    skipBlanks();
    if (at == script.length()) {
      return "";
    }
    for (String operator : OPERATORS) {
      if (script.startsWith(operator, at)) {
        at += operator.length();
        // a backslash could join it with what stands on the next line
        if (script.startsWith("\\\n", at)) {
          throw new UnreadableException();
        }
        return operator;
      }
    }
    throw new UnreadableException();
  }

  Optional<Redirect> redirect() {
    skipBlanks();
    int start = at;
    while (at < script.length() && isDigit(script.charAt(at))) {
      at++;
    }
    if (at - start > 1) {
      at = start;
      return Optional.empty();
    }
    for (String operator : REDIRECTS) {
      if (script.startsWith(operator, at) && (at == start || operator.charAt(0) != '&')) {
        at += operator.length();
        if (at < script.length() && "<>&|(\\".indexOf(script.charAt(at)) >= 0) {
          throw new UnreadableException();
        }
        String target = word().orElseThrow(UnreadableException::new).value();
        return Optional.of(new Redirect(operator, target));
      }
    }
    at = start;
    return Optional.empty();
  }

  /** The word here, if there is one. */
  Optional<ShellWord> word() {
    skipBlanks();
    StringBuilder value = new StringBuilder();
    int start = at;
    int firstQuote = -1;
    while (at < script.length() && "\n \t;|&<>".indexOf(script.charAt(at)) < 0) {
      char letter = script.charAt(at);
      if (letter == '\'' || letter == '"' || letter == '\\' && !script.startsWith("\\\n", at)) {
        firstQuote = firstQuote < 0 ? value.length() : firstQuote;
      }
      character(letter, value, start);
    }
    if (at == start) {
      return Optional.empty();
    }
    // 2>x, and word<x where the word is all digits, are read differently by position
    if (at < script.length()
        && "<>".indexOf(script.charAt(at)) >= 0
        && value.chars().allMatch(c -> isDigit((char) c))) {
      throw new UnreadableException();
    }
    return Optional.of(new ShellWord(value.toString(), form(firstQuote, value)));
  }

  private static Form form(int firstQuote, StringBuilder value) {
    if (firstQuote < 0) {
      return Form.BARE;
    }
    int equals = value.indexOf("=");
    return equals >= 0 && equals < firstQuote ? Form.QUOTED_AFTER_NAME : Form.QUOTED;
  }

  private void character(char letter, StringBuilder value, int start) {
    switch (letter) {
      case '\'' -> singleQuoted(value);
      case '"' -> doubleQuoted(value);
      case '\\' -> escaped(value);
      case '#', '=' -> {
        // a comment at the start of a word; zsh has a use of its own for an equals sign there
        if (at == start) {
          throw new UnreadableException();
        }
        value.append(letter);
        at++;
      }
      case '~' -> tilde(value);
      case '{' -> braces(value, start);
      case '[' -> bracket(value, start);
      default -> {
        int point = script.codePointAt(at);
        if (!isPlain(point)) {
          throw new UnreadableException();
        }
        value.appendCodePoint(point);
        at += Character.charCount(point);
      }
    }
  }

  private static boolean isPlain(int point) {
    if (point < 0x80) {
      return Character.isLetterOrDigit(point) || PLAIN.indexOf(point) >= 0;
    }
    return isText(point) && Character.isLetterOrDigit(point);
  }

  /** What every locale takes for a character that stands for itself. */
  private static boolean isText(int point) {
    return point == '\n'
        || point == '\t'
        || point >= ' ' && point < 0x7f
        || point >= 0xa0 && !Character.isISOControl(point) && !isSurrogate(point);
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static boolean isDigit(char letter) {
    return letter >= '0' && letter <= '9';
  }

  private void singleQuoted(StringBuilder value) {
    int end = script.indexOf('\'', at + 1);
    if (end < 0) {
      throw new UnreadableException();
    }
    quoted(script.substring(at + 1, end), value);
    at = end + 1;
  }

  private static void quoted(String text, StringBuilder value) {
    if (!text.codePoints().allMatch(ShellLexer::isText)) {
      throw new UnreadableException();
    }
    value.append(text);
  }

  private void doubleQuoted(StringBuilder value) {
    at++;
    while (true) {
      if (at == script.length() || "$`".indexOf(script.charAt(at)) >= 0) {
        throw new UnreadableException();
      }
      int point = script.codePointAt(at);
      at += Character.charCount(point);
      if (point == '"') {
        return;
      }
      if (point == '\\' && at < script.length() && "$`\"\\\n".indexOf(script.charAt(at)) >= 0) {
        char escaped = script.charAt(at++);
        value.append(escaped == '\n' ? "" : String.valueOf(escaped));
      } else {
        quoted(Character.toString(point), value);
      }
    }
  }

  private void escaped(StringBuilder value) {
    at++;
    if (at == script.length()) {
      throw new UnreadableException();
    }
    char letter = script.charAt(at++);
    if (letter == '\n') {
      return;
    }
    if (letter < ' ' || letter >= 0x7f) {
      throw new UnreadableException();
    }
    value.append(letter);
  }

  /** A tilde means a home directory at the start of a word, and after {@code =} and {@code :}. */
  private void tilde(StringBuilder value) {
    boolean after = at > 0
        && value.length() > 0
        && (Character.isLetterOrDigit(script.charAt(at - 1)) || script.charAt(at - 1) == '^');
    if (!after || value.indexOf("=") >= 0) {
      throw new UnreadableException();
    }
    value.append('~');
    at++;
  }

  /** Only an empty pair that is a word of its own stands for itself beyond doubt. */
  private void braces(StringBuilder value, int start) {
    boolean alone = at == start
        && script.startsWith("{}", at)
        && (at + 2 == script.length() || " \t\n;|&".indexOf(script.charAt(at + 2)) >= 0);
    if (!alone) {
      throw new UnreadableException();
    }
    value.append("{}");
    at += 2;
  }

  /** A bracket alone is the test command; any other begins a pattern. */
  private void bracket(StringBuilder value, int start) {
    boolean alone =
        at == start && at + 1 < script.length() && " \t".indexOf(script.charAt(at + 1)) >= 0;
    if (!alone) {
      throw new UnreadableException();
    }
    value.append('[');
    at++;
  }
}
