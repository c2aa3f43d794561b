package dev.codex.internal.json;

import java.io.ByteArrayOutputStream;

/**
 * Walks over UTF-8 JSON and checks it strictly, but builds nothing: what it gives out are
 * positions. Made for transcripts, whose items are kept as bytes and are looked into only where a
 * member decides something, and for answers, since a parser costs four times as much.
 *
 * <p>After {@link #nextMember} or {@link #nextElement} gave true, the value must be consumed by
 * exactly one of {@link #skip}, {@link #text}, {@link #enterObject} and {@link #enterArray}.
 */
public final class JsonScanner {

  private static final int MAX_DEPTH = 500; // as in Json, and far from the end of the stack

  private final byte[] json;
  private final int end;
  private final int lowest; // byte that a string may hold
  private int at;
  private int depth;
  private boolean first; // nothing of the container that was just entered has been consumed
  private int nameStart;
  private int nameEnd;

  private JsonScanner(byte[] json, int start, int end, int lowest) {
    this.json = json;
    this.at = start;
    this.end = end;
    this.lowest = lowest;
  }

  public JsonScanner(byte[] json, int start, int end) {
    this(json, start, end, ' ');
  }

  /** A scanner that takes control characters in strings, as servers send them. */
  public static JsonScanner lenient(byte[] json, int start, int end) {
    return new JsonScanner(json, start, end, 0);
  }

  public static JsonScanner of(byte[] json) {
    return new JsonScanner(json, 0, json.length);
  }

  /** The object without its members of this name; the same array if it has none. */
  public static byte[] without(byte[] object, String name) throws Malformed {
    JsonScanner scanner = of(object);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(object.length);
    int members = 0;
    int total = 0;
    kept.write('{');
    scanner.enterObject();
    while (scanner.nextMember()) {
      total++;
      int start = scanner.nameStart - 1;
      boolean dropped = scanner.nameIs(name);
      scanner.skip();
      if (!dropped) {
        if (members++ > 0) {
          kept.write(',');
        }
        kept.write(object, start, scanner.at - start);
      }
    }
    kept.write('}');
    return members == total ? object : kept.toByteArray();
  }

  /** Where the next byte stands; after a value was consumed, its end. */
  public int position() {
    return at;
  }

  /** The first byte of the value that stands next, without consuming it. */
  public byte peek() throws Malformed {
    space();
    return json[at];
  }

  /** Where the value that stands next begins. */
  public int valueStart() throws Malformed {
    space();
    return at;
  }

  public void enterObject() throws Malformed {
    expect('{');
    enter();
  }

  public void enterArray() throws Malformed {
    expect('[');
    enter();
  }

  /** Goes to the value of the next member; false, and behind the object, if there is none. */
  public boolean nextMember() throws Malformed {
    if (!next('}')) {
      return false;
    }
    nameStart = at + 1;
    string();
    nameEnd = at - 1;
    expect(':');
    space();
    return true;
  }

  /** Goes to the next element; false, and behind the array, if there is none. */
  public boolean nextElement() throws Malformed {
    return next(']');
  }

  /** Whether the member is called so; names with escapes are never equal to anything. */
  public boolean nameIs(String name) {
    if (nameEnd - nameStart != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (json[nameStart + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Consumes a string and gives its text; any other value gives the empty text. */
  public String text() throws Malformed {
    int start = valueStart();
    boolean isString = json[start] == '"';
    skip();
    if (!isString) {
      return "";
    }
    return JsonLiteral.text(json, start + 1, at - 1);
  }

  /** Consumes a string and gives its text; any other value gives the other one. */
  public String textOr(String other) throws Malformed {
    if (peek() == '"') {
      return text();
    }
    skip();
    return other;
  }

  /** Consumes the string that stands next if it is this one, which has nothing to be escaped. */
  public boolean skipIfText(String text) throws Malformed {
    int start = valueStart() + 1;
    int close = start + text.length();
    if (json[at] != '"' || close >= end || json[close] != '"') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (json[start + i] != text.charAt(i) || json[start + i] == '\\') {
        return false;
      }
    }
    at = close + 1;
    first = false;
    return true;
  }

  /** Consumes whatever value stands next. */
  public void skip() throws Malformed {
    space();
    switch (json[at]) {
      case '"' -> string();
      case '{' -> {
        enterObject();
        while (nextMember()) {
          skip();
        }
      }
      case '[' -> {
        enterArray();
        while (nextElement()) {
          skip();
        }
      }
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
    first = false;
  }

  /** Checks that nothing but blanks follows. */
  public void end() throws Malformed {
    while (at < end) {
      if (!isSpace(json[at])) {
        throw malformed("text after the end");
      }
      at++;
    }
  }

  private void enter() throws Malformed {
    if (++depth > MAX_DEPTH) {
      throw malformed("more than " + MAX_DEPTH + " levels");
    }
    first = true;
  }

  private boolean next(char close) throws Malformed {
    space();
    if (json[at] == close) {
      at++;
      depth--;
      first = false;
      return false;
    }
    if (!first) {
      expect(',');
      space();
    }
    first = false;
    return true;
  }

  private void expect(char wanted) throws Malformed {
    space();
    if (json[at] != wanted) {
      throw malformed("no '" + wanted + "'");
    }
    at++;
  }

  private void space() throws Malformed {
    while (at < end && isSpace(json[at])) {
      at++;
    }
    if (at >= end) {
      throw malformed("an early end");
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private void string() throws Malformed {
    if (json[at] != '"') {
      throw malformed("no '\"'");
    }
    int i = at + 1;
    while (i < end) {
      byte b = json[i];
      if (b == '"') {
        at = i + 1;
        return;
      }
      if (b == '\\') {
        i = escape(i);
      } else if (b >= lowest) {
        i++;
      } else if (b < 0) {
        i = character(i);
      } else {
        at = i;
        throw malformed("a control character in a string");
      }
    }
    at = end;
    throw malformed("an early end");
  }

  private int escape(int start) throws Malformed {
    int i = start + 1;
    if (i < end && "\"\\/bfnrt".indexOf(json[i]) >= 0) {
      return i + 1;
    }
    if (i + 5 <= end && json[i] == 'u') {
      for (int k = 1; k <= 4; k++) {
        if (Character.digit(json[i + k], 16) < 0) {
          at = i;
          throw malformed("a broken escape");
        }
      }
      return i + 5;
    }
    at = start;
    throw malformed("a broken escape");
  }

  /** Past a character of several bytes (RFC 3629: no overlong forms, no surrogates). */
  private int character(int i) throws Malformed {
    int lead = json[i] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    boolean ok = lead >= 0xc2 && lead <= 0xf4 && i + length <= end;
    for (int k = 1; ok && k < length; k++) {
      ok = (json[i + k] & 0xc0) == 0x80;
    }
    if (ok && length > 2) {
      int second = json[i + 1] & 0xff;
      ok = switch (lead) {
        case 0xe0 -> second >= 0xa0;
        case 0xed -> second < 0xa0;
        case 0xf0 -> second >= 0x90;
        case 0xf4 -> second < 0x90;
        default -> true;
      };
    }
    if (!ok) {
      at = i;
      throw malformed("a byte that is not UTF-8");
    }
    return i + length;
  }

  private void literal(String word) throws Malformed {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= end || json[at + i] != word.charAt(i)) {
        throw malformed("a broken word");
      }
    }
    at += word.length();
  }

  private void number() throws Malformed {
    if (json[at] == '-') {
      at++;
    }
    if (at < end && json[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && json[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (json[at] == 'e' || json[at] == 'E')) {
      at++;
      if (at < end && (json[at] == '+' || json[at] == '-')) {
        at++;
      }
      digits();
    }
  }

  private void digits() throws Malformed {
    int start = at;
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed("something that is no value");
    }
  }

  private Malformed malformed(String found) {
    return new Malformed(found + " at byte " + at);
  }

  /** The bytes are not JSON; the message says what was found and where. */
  public static final class Malformed extends Exception {

    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }
}
