package dev.codex.tools.patch;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Says what is wrong with bytes that should be UTF-8. */
final class Utf8 {

  private Utf8() {}

  /** What is wrong and where; empty if nothing is. */
  static String problem(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(8192);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    if (!result.isError()) {
      return "";
    }
    int from = in.position();
    if (from + result.length() == bytes.length && isHead(bytes[from], result.length())) {
      return "incomplete utf-8 byte sequence from index " + from;
    }
    return "invalid utf-8 sequence of " + result.length() + " bytes from index " + from;
  }

  /** Whether a sequence that begins like this is longer than what is there. */
  private static boolean isHead(byte first, int length) {
    int whole = first >= (byte) 0xf0 ? 4 : first >= (byte) 0xe0 ? 3 : 2;
    return (first & 0xff) >= 0xc2 && (first & 0xff) <= 0xf4 && length < whole;
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
