package dev.codex.tools.patch;

/**
 * White space as Unicode's property has it, which is what Codex trims, on text and on UTF-8 bytes.
 * Java's own {@code strip} differs: it leaves no-break spaces and takes control characters.
 */
final class Whitespace {

  private Whitespace() {}

  static boolean is(int c) {
    return (c >= 0x09 && c <= 0x0d)
        || c == 0x20
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  static String trim(String text) {
    int start = 0;
    while (start < text.length() && is(text.charAt(start))) {
      start++;
    }
    return trimEnd(text.substring(start));
  }

  static String trimEnd(String text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** The end of the range without white space there. */
  static int trimEnd(byte[] bytes, int start, int end) {
    int to = end;
    while (to > start) {
      int width = widthBefore(bytes, start, to);
      if (width == 0) {
        return to;
      }
      to -= width;
    }
    return to;
  }

  /** The start of the range without white space there. */
  static int trimStart(byte[] bytes, int start, int end) {
    int from = start;
    while (from < end) {
      int width = widthAt(bytes, from, end);
      if (width == 0) {
        return from;
      }
      from += width;
    }
    return from;
  }

  private static int widthBefore(byte[] bytes, int start, int end) {
    byte last = bytes[end - 1];
    if (last >= 0) {
      return is(last) ? 1 : 0;
    }
    if (end - start >= 2 && widthAt(bytes, end - 2, end) == 2) {
      return 2;
    }
    return end - start >= 3 && widthAt(bytes, end - 3, end) == 3 ? 3 : 0;
  }

  private static int widthAt(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) {
      return is(first) ? 1 : 0;
    }
    if (first == 0xc2) {
      return end - at >= 2 && is(bytes[at + 1] & 0xff) && bytes[at + 1] < 0 ? 2 : 0;
    }
    if (first < 0xe1 || first > 0xe3 || end - at < 3) {
      return 0;
    }
    int c = (first & 0x0f) << 12 | (bytes[at + 1] & 0x3f) << 6 | (bytes[at + 2] & 0x3f);
    return bytes[at + 1] < 0 && bytes[at + 2] < 0 && is(c) ? 3 : 0;
  }
}
