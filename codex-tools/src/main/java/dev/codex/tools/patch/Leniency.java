package dev.codex.tools.patch;

import java.util.Arrays;

/** How exactly a line has to match; tried in this order. */
enum Leniency {
  NONE,
  TRAILING_SPACE,
  SURROUNDING_SPACE,
  /** Typographic dashes, quotes and blanks count as their ASCII counterparts. */
  TYPOGRAPHY;

  int start(byte[] bytes, int start, int end) {
    return this == NONE || this == TRAILING_SPACE ? start : Whitespace.trimStart(bytes, start, end);
  }

  int end(byte[] bytes, int start, int end) {
    return this == NONE ? end : Whitespace.trimEnd(bytes, start, end);
  }

  /** Whether the bytes have to go through {@link #plain} before they are compared. */
  boolean needsPlain(byte[] bytes, int start, int end) {
    if (this != TYPOGRAPHY) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (bytes[i] < 0) {
        return true;
      }
    }
    return false;
  }

  /** The range with plain dashes, quotes and blanks. */
  static byte[] plain(byte[] bytes, int start, int end) {
    byte[] plain = new byte[end - start];
    int length = 0;
    int i = start;
    while (i < end) {
      int two = i + 1 < end ? (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff : 0;
      int three = i + 2 < end ? two << 8 | bytes[i + 2] & 0xff : 0;
      char replaced = two == 0xc2a0 ? ' ' : plain(three);
      if (replaced == 0) {
        plain[length++] = bytes[i++];
      } else {
        plain[length++] = (byte) replaced;
        i += two == 0xc2a0 ? 2 : 3;
      }
    }
    return Arrays.copyOf(plain, length);
  }

  /** The counterpart of a character of three UTF-8 bytes, or 0. */
  private static char plain(int three) {
    if (three >= 0xe28090 && three <= 0xe28095 || three == 0xe28892) {
      return '-';
    }
    if (three >= 0xe28098 && three <= 0xe2809b) {
      return '\'';
    }
    if (three >= 0xe2809c && three <= 0xe2809f) {
      return '"';
    }
    boolean blank = three >= 0xe28082 && three <= 0xe2808a
        || three == 0xe280af
        || three == 0xe2819f
        || three == 0xe38080;
    return blank ? ' ' : 0;
  }
}
