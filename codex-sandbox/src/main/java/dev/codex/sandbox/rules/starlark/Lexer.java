package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a program into tokens; indentation becomes tokens too. */
final class Lexer {

  private static final int MAX_LENGTH = 1 << 20;

  private static final Set<String> KEYWORDS = Set.of(
      "and",
      "break",
      "continue",
      "def",
      "elif",
      "else",
      "for",
      "if",
      "in",
      "lambda",
      "load",
      "not",
      "or",
      "pass",
      "return");

  /** Words of Python that a program cannot use for anything. */
  private static final Set<String> RESERVED = Set.of(
      "as",
      "assert",
      "async",
      "await",
      "class",
      "del",
      "except",
      "finally",
      "from",
      "global",
      "import",
      "is",
      "nonlocal",
      "raise",
      "try",
      "while",
      "with",
      "yield");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern REAL = Pattern.compile(
      "[0-9]+\\.[0-9]*([eE][+-]?[0-9]+)?|\\.[0-9]+([eE][+-]?[0-9]+)?" + "|[0-9]+[eE][+-]?[0-9]+");
  private static final Pattern INTEGER =
      Pattern.compile("0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[0-9]+");
  private static final Pattern OPERATOR = Pattern.compile(
      "\\.\\.\\.|<<=|>>=|//=|->|<=|>=|==|!=|<<|>>|//|\\*\\*|\\+=|-=|\\*=|/=|%=|&=|\\|=|\\^="
          + "|[-+*/%&|^~<>=.,;:()\\[\\]{}]");

  private final String text;
  private final Position origin;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>(List.of(0));
  private int at;
  private int line = 1;
  private int lineStart;
  private int brackets;

  private Lexer(String text, Position origin) {
    this.text = text;
    this.origin = origin;
  }

  static List<Token> tokens(String text) {
    Position start = new Position(1, 1);
    if (text.length() > MAX_LENGTH) {
      throw start.error("the file has more than " + MAX_LENGTH + " characters.");
    }
    return new Lexer(text.replace("\r\n", "\n"), start).lines();
  }

  /** The tokens of an expression within a string that begins there. */
  static List<Token> expression(String text, Position origin) {
    Lexer lexer = new Lexer(text, origin);
    lexer.brackets = 1;
    while (lexer.at < text.length()) {
      lexer.token();
    }
    lexer.add(Kind.END, "", lexer.position());
    return lexer.tokens;
  }

  private List<Token> lines() {
    while (at < text.length()) {
      indentation();
      while (at < text.length() && !endsLine()) {
        token();
      }
    }
    if (!tokens.isEmpty() && last().kind() != Kind.NEWLINE) {
      add(Kind.NEWLINE, "", position());
    }
    while (indents.pop() > 0) {
      add(Kind.DEDENT, "", position());
    }
    add(Kind.END, "", position());
    return tokens;
  }

  private Token last() {
    return tokens.get(tokens.size() - 1);
  }

  private Position position() {
    int column = text.codePointCount(lineStart, Math.min(at, text.length())) + 1;
    return line == 1
        ? new Position(origin.line(), origin.column() + column - 1)
        : new Position(origin.line() + line - 1, column);
  }

  private void add(Kind kind, String word, Position position) {
    tokens.add(new Token(kind, word, position));
  }

  /** Whether a line ended here, which is a token only outside of brackets. */
  private boolean endsLine() {
    if (text.charAt(at) != '\n' || brackets > 0) {
      return false;
    }
    if (!tokens.isEmpty() && last().kind() != Kind.NEWLINE) {
      add(Kind.NEWLINE, "", position());
    }
    newLine();
    return true;
  }

  private void newLine() {
    at++;
    line++;
    lineStart = at;
  }

  /** Blank lines and comments do not count. */
  private void indentation() {
    int start = at;
    boolean tab = false;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      tab |= text.charAt(at) == '\t';
      at++;
    }
    if (at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '#') {
      return;
    }
    if (tab) {
      throw position().error("tabs cannot indent; use blanks.");
    }
    int width = at - start;
    if (width > indents.element()) {
      indents.push(width);
      add(Kind.INDENT, "", position());
    }
    while (width < indents.element()) {
      indents.pop();
      add(Kind.DEDENT, "", position());
    }
    if (width != indents.element()) {
      throw position().error("the indentation is not that of any block around it.");
    }
  }

  private void token() {
    char letter = text.charAt(at);
    if (letter == ' ') {
      at++;
    } else if (letter == '\n') {
      newLine();
    } else if (letter == '#') {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    } else if (letter == '\\' && text.startsWith("\n", at + 1)) {
      at++;
      newLine();
    } else if (letter == '\t') {
      throw position().error("a tab stands outside of a string; use blanks.");
    } else if (!string() && !number() && !word() && !operator()) {
      throw position()
          .error("nothing can begin with `" + Character.toString(text.codePointAt(at)) + "` here.");
    }
  }

  private boolean string() {
    StringScanner scanner = new StringScanner(text, at, position());
    if (!scanner.isString()) {
      return false;
    }
    Token token = scanner.token();
    tokens.add(token);
    for (int i = at; i < scanner.end(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    at = scanner.end();
    return true;
  }

  private boolean number() {
    Position position = position();
    String real = match(REAL);
    if (!real.isEmpty()) {
      add(Kind.REAL, real, position);
      return true;
    }
    String digits = match(INTEGER);
    if (digits.length() > 1 && digits.matches("0[0-9]+")) {
      throw position.error("the number " + digits + " begins with a 0.");
    }
    if (!digits.isEmpty()) {
      add(Kind.INTEGER, digits, position);
    }
    return !digits.isEmpty();
  }

  private boolean word() {
    Position position = position();
    String word = match(NAME);
    if (RESERVED.contains(word)) {
      throw position.error("`" + word + "` is reserved and cannot be used in a rules file.");
    }
    if (!word.isEmpty()) {
      add(KEYWORDS.contains(word) ? Kind.KEYWORD : Kind.NAME, word, position);
    }
    return !word.isEmpty();
  }

  private boolean operator() {
    Position position = position();
    String operator = match(OPERATOR);
    if (operator.isEmpty()) {
      return false;
    }
    if ("([{".contains(operator)) {
      brackets++;
    } else if (")]}".contains(operator)) {
      brackets = Math.max(0, brackets - 1);
    }
    add(Kind.OPERATOR, operator, position);
    return true;
  }

  private String match(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    at = matcher.end();
    return matcher.group();
  }
}
