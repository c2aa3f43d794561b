package dev.codex.internal.http;

/** Tells whether bytes are UTF-8, by the table of RFC 3629. */
final class Utf8 {

  private Utf8() {}

  /**
   * How many bytes make up the first wrong sequence: the longest start of a character that stands
   * there, at least one byte. Zero if all is well.
   */
  static int firstError(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int lead = bytes[i];
      if (lead >= 0) {
        i++;
        continue;
      }
      int length = length(lead & 0xff);
      for (int k = 1; k < length; k++) {
        if (i + k >= to || !continues(lead & 0xff, k, bytes[i + k] & 0xff)) {
          return k;
        }
      }
      if (length == 0) {
        return 1;
      }
      i += length;
    }
    return 0;
  }

  private static int length(int lead) {
    if (lead >= 0xc2 && lead <= 0xdf) {
      return 2;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      return 3;
    }
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  }

  /** The second byte is limited after some leads: no overlong form, surrogate or beyond 10FFFF. */
  private static boolean continues(int lead, int index, int next) {
    int min = 0x80;
    int max = 0xbf;
    if (index == 1) {
      switch (lead) {
        case 0xe0 -> min = 0xa0;
        case 0xed -> max = 0x9f;
        case 0xf0 -> min = 0x90;
        case 0xf4 -> max = 0x8f;
        default -> {}
      }
    }
    return next >= min && next <= max;
  }
}
