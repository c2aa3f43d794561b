package dev.codex.tools.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Says what is wrong with a text that was meant to be JSON, and where, in the words that models
 * know from Codex, whose reader is stricter than ours: no control character in a string, nothing
 * behind the end. Columns count bytes.
 */
final class JsonSyntax {

  private static final String NO_VALUE = "EOF while parsing a value";
  private static final String NO_STRING = "EOF while parsing a string";
  private static final int END = -1;

  private final byte[] json;
  private int at;

  private JsonSyntax(String json) {
    this.json = json.getBytes(StandardCharsets.UTF_8);
  }

  /** The first mistake and its place; empty if the text is JSON. */
  static Optional<String> mistake(String json) {
    try {
      JsonSyntax syntax = new JsonSyntax(json);
      syntax.value();
      if (syntax.next() != END) {
        throw syntax.ahead("trailing characters");
      }
      return Optional.empty();
    } catch (Mistake e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** One value with all that is in it, however deep. */
  private void value() throws Mistake {
    Deque<Integer> open = new ArrayDeque<>();
    do {
      int opened = scalarOrBegin();
      boolean isFirst = opened != END;
      if (isFirst) {
        open.push(opened);
      }
      while (!open.isEmpty() && ends(open, isFirst)) {
        open.pop();
        isFirst = false;
      }
      if (!open.isEmpty() && open.element() == '{') {
        name(isFirst || open.size() > 1);
      }
    } while (!open.isEmpty());
  }

  /** Reads a scalar, or what opens an array or object, which is returned. */
  private int scalarOrBegin() throws Mistake {
    int c = next();
    switch (c) {
      case END -> throw ahead(NO_VALUE);
      case '"' -> string();
      case 'n' -> word("null");
      case 't' -> word("true");
      case 'f' -> word("false");
      case '{', '[' -> {
        at++;
        return c;
      }
      default -> {
        if (c != '-' && !isDigit(c)) {
          throw ahead("expected value");
        }
        number();
      }
    }
    return END;
  }

  /** Behind a value or at the start of an array or object: true if that ends here. */
  private boolean ends(Deque<Integer> open, boolean isFirst) throws Mistake {
    boolean isArray = open.element() == '[';
    int c = next();
    if (c == END) {
      throw ahead("EOF while parsing " + (isArray ? "a list" : "an object"));
    }
    if (c == (isArray ? ']' : '}')) {
      at++;
      return true;
    }
    if (!isFirst) {
      if (c != ',') {
        throw ahead("expected `,` or `" + (isArray ? "]" : "}") + "`");
      }
      at++;
      if (!isArray && open.size() == 1 && next() == '}') {
        throw ahead("trailing comma"); // only there: further inside it has no words of its own
      }
    }
    return false;
  }

  private void name(boolean isOwed) throws Mistake {
    int c = next();
    if (c == END) {
      throw ahead(isOwed ? "EOF while parsing an object" : NO_VALUE);
    }
    if (c != '"') {
      throw ahead("key must be a string");
    }
    string();
    if (next() != ':') {
      throw ahead(next() == END ? "EOF while parsing an object" : "expected `:`");
    }
    at++;
  }

  private void word(String word) throws Mistake {
    at++;
    for (int i = 1; i < word.length(); i++) {
      if (at == json.length) {
        throw here(NO_VALUE);
      }
      if (json[at++] != word.charAt(i)) {
        throw here("expected ident");
      }
    }
  }

  private void number() throws Mistake {
    if (json[at] == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
      if (isDigit(peek())) {
        throw ahead("invalid number");
      }
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() throws Mistake {
    if (!isDigit(peek())) {
      throw ahead(peek() == END ? NO_VALUE : "invalid number");
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private void string() throws Mistake {
    at++;
    while (true) {
      int c = peek();
      if (c == END) {
        throw here(NO_STRING);
      } else if (c == '"') {
        at++;
        return;
      } else if (c == '\\') {
        at++;
        escape();
      } else if (c < ' ') {
        throw here("control character (\\u0000-\\u001F) found while parsing a string");
      } else {
        at++;
      }
    }
  }

  private void escape() throws Mistake {
    int c = peek();
    if (c == END) {
      throw here(NO_STRING);
    }
    at++;
    if (c == 'u') {
      unicode();
    } else if ("\"\\/bfnrt".indexOf(c) < 0) {
      throw here("invalid escape");
    }
  }

  private void unicode() throws Mistake {
    int first = hex();
    if (first < 0xd800 || first > 0xdfff) {
      return;
    }
    if (first >= 0xdc00) {
      throw here("lone leading surrogate in hex escape");
    }
    for (char wanted : new char[] {'\\', 'u'}) {
      int c = peek();
      if (c == END) {
        throw here(NO_STRING);
      }
      at++;
      if (c != wanted) {
        throw here("unexpected end of hex escape");
      }
    }
    int second = hex();
    if (second < 0xdc00 || second > 0xdfff) {
      throw here("lone leading surrogate in hex escape");
    }
  }

  private int hex() throws Mistake {
    if (at + 4 > json.length) {
      at = json.length;
      throw here(NO_STRING);
    }
    int value = 0;
    for (int end = at + 4; at < end; at++) {
      value = value << 4 | Character.digit(json[at], 16);
    }
    if (value < 0) { // a digit that is none is -1, which stays
      throw here("invalid escape");
    }
    return value;
  }

  /** What stands behind blanks. */
  private int next() {
    while (at < json.length && " \t\r\n".indexOf(json[at]) >= 0) {
      at++;
    }
    return peek();
  }

  private int peek() {
    return at < json.length ? json[at] & 0xff : END;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** About what has been read. */
  private Mistake here(String what) {
    return new Mistake(what, json, at);
  }

  /** About what comes next. */
  private Mistake ahead(String what) {
    return new Mistake(what, json, Math.min(at + 1, json.length));
  }

  private static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;

    Mistake(String what, byte[] json, int end) {
      super(what + place(new String(Arrays.copyOf(json, end), StandardCharsets.ISO_8859_1)));
    }

    private static String place(String before) {
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      return " at line " + line + " column " + (before.length() - before.lastIndexOf('\n') - 1);
    }
  }
}
