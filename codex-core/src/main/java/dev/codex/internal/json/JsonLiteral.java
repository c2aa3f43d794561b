package dev.codex.internal.json;

import java.nio.charset.StandardCharsets;

/** The inside of a JSON string in UTF-8, which has been checked. */
final class JsonLiteral {

  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private JsonLiteral() {}

  /** The text between two quotes. */
  static String text(byte[] json, int from, int to) {
    int escape = from;
    while (escape < to && json[escape] != '\\') {
      escape++;
    }
    if (escape >= to) {
      return to <= from ? "" : new String(json, from, to - from, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    for (int i = escape; i < to; ) {
      if (json[i] != '\\') {
        i++;
        continue;
      }
      if (i > plain) {
        text.append(new String(json, plain, i - plain, StandardCharsets.UTF_8));
      }
      int at = ESCAPES.indexOf(json[i + 1]);
      if (at >= 0) {
        text.append(ESCAPED.charAt(at));
        i += 2;
      } else { // a backslash, u and four digits
        int unit = 0;
        for (int k = i + 2; k < i + 6; k++) {
          unit = unit << 4 | Character.digit(json[k], 16);
        }
        text.append((char) unit);
        i += 6;
      }
      plain = i;
    }
    return text.append(new String(json, plain, to - plain, StandardCharsets.UTF_8))
        .toString();
  }
}
