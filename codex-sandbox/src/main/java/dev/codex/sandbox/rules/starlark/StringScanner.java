package dev.codex.sandbox.rules.starlark;

import dev.codex.sandbox.rules.starlark.Token.Kind;
import java.util.Map;

/** Reads one string literal. */
final class StringScanner {

  private static final Map<Character, String> SIMPLE = Map.of(
      'a', "\u0007", 'b', "\b", 'f', "\f", 'n', "\n", 'r', "\r", 't', "\t", 'v', "\u000b", '\\',
      "\\", '\'', "'", '"', "\"");
  private static final Map<Character, Integer> HEXADECIMAL = Map.of('x', 2, 'u', 4, 'U', 8);

  private final String text;
  private final Position position;
  private final boolean raw;
  private final boolean template;
  private final int open;
  private int at;

  StringScanner(String text, int start, Position position) {
    this.text = text;
    this.position = position;
    char first = text.charAt(start);
    boolean prefixed = start + 1 < text.length() && isQuote(text.charAt(start + 1));
    if (first == 'b' && prefixed) {
      throw position.error("bytes have no use in a rules file; leave the `b` out.");
    }
    raw = first == 'r' && prefixed;
    template = first == 'f' && prefixed;
    open = raw || template ? start + 1 : start;
    at = open;
  }

  private static boolean isQuote(char letter) {
    return letter == '"' || letter == '\'';
  }

  boolean isString() {
    return isQuote(text.charAt(open));
  }

  /** Where the text goes on, after {@link #token}. */
  int end() {
    return at;
  }

  Token token() {
    String quote = text.substring(open, open + 1);
    boolean triple = text.startsWith(quote.repeat(3), open);
    String close = triple ? quote.repeat(3) : quote;
    StringBuilder value = new StringBuilder();
    at = open + close.length();
    while (!text.startsWith(close, at)) {
      if (at >= text.length() || !triple && text.charAt(at) == '\n') {
        throw position.error("the string is not closed.");
      }
      if (text.charAt(at) == '\\') {
        escape(value);
      } else {
        value.append(text.charAt(at++));
      }
    }
    at += close.length();
    return new Token(template ? Kind.TEMPLATE : Kind.STRING, value.toString(), position);
  }

  private void escape(StringBuilder value) {
    at++;
    if (at >= text.length()) {
      throw position.error("the string is not closed.");
    }
    char letter = text.charAt(at++);
    Integer digits = HEXADECIMAL.get(letter);
    if (raw) {
      value.append('\\').append(letter);
    } else if (letter >= '0' && letter <= '7') {
      value.append((char) octal());
    } else if (digits != null) {
      value.appendCodePoint(hexadecimal(digits));
    } else if (SIMPLE.containsKey(letter)) {
      value.append(SIMPLE.get(letter));
    } else if (letter != '\n') {
      value.append('\\').append(letter);
    }
  }

  private int octal() {
    int start = at - 1;
    while (at < text.length() && at < start + 3 && "01234567".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return Integer.parseInt(text.substring(start, at), 8);
  }

  private int hexadecimal(int digits) {
    String number = text.substring(at, Math.min(at + digits, text.length()));
    if (!number.matches("[0-9a-fA-F]{" + digits + "}")) {
      throw position.error("an escape in the string lacks some of its " + digits + " digits.");
    }
    at += digits;
    long point = Long.parseLong(number, 16);
    if (point > Character.MAX_CODE_POINT || point >= 0xd800 && point < 0xe000) {
      throw position.error("an escape in the string is not the code of a character.");
    }
    return (int) point;
  }
}
