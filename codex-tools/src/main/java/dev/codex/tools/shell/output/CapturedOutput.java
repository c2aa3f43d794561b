package dev.codex.tools.shell.output;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The output of a command in bounded memory: the first and the last half mebibyte, and exact counts
 * of everything. Bytes that are no UTF-8 become replacement characters.
 */
final class CapturedOutput {

  /** How much is kept of the beginning, and as much again of the end. */
  static final int HALF = 512 << 10;

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private byte[] ring = new byte[0];
  private long tailBytes;
  private long lineEnds;
  private byte last = '\n';

  void append(byte[] bytes, int length) {
    if (length == 0) {
      return;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        lineEnds++;
      }
    }
    last = bytes[length - 1];
    int first = Math.min(length, HALF - head.size());
    head.write(bytes, 0, first);
    appendToTail(bytes, first, length);
  }

  private void appendToTail(byte[] bytes, int from, int to) {
    if (from == to) {
      return;
    }
    if (ring.length == 0) {
      ring = new byte[HALF];
    }
    int start = Math.max(from, to - HALF);
    tailBytes += start - from;
    while (start < to) {
      int at = (int) (tailBytes % HALF);
      int count = Math.min(to - start, HALF - at);
      System.arraycopy(bytes, start, ring, at, count);
      start += count;
      tailBytes += count;
    }
  }

  /** Whether everything is still in the head when this much is added. */
  boolean isWholeWith(int length) {
    return tailBytes == 0 && head.size() + length <= HALF;
  }

  /** The beginning. */
  byte[] head() {
    return head.toByteArray();
  }

  /** All that was ever added. */
  long bytes() {
    return head.size() + tailBytes;
  }

  /** Lines, the last one counted whether it is ended or not. */
  long lines() {
    return last == '\n' ? lineEnds : lineEnds + 1;
  }

  private long omittedBytes() {
    return Math.max(0, tailBytes - HALF);
  }

  private byte[] tail() {
    if (tailBytes <= HALF) {
      return Arrays.copyOf(ring, (int) tailBytes);
    }
    int oldest = (int) (tailBytes % HALF);
    byte[] tail = new byte[HALF];
    System.arraycopy(ring, oldest, tail, 0, HALF - oldest);
    System.arraycopy(ring, 0, tail, HALF - oldest, oldest);
    return tail;
  }

  /** What was kept, for the budget to cut. */
  TokenText text() {
    if (tailBytes == 0) {
      return new TokenText(clean(head.toByteArray()), new byte[0], 0, bytes());
    }
    if (omittedBytes() == 0) {
      byte[] all = Arrays.copyOf(head.toByteArray(), HALF + (int) tailBytes);
      System.arraycopy(ring, 0, all, HALF, (int) tailBytes);
      return new TokenText(clean(all), new byte[0], 0, bytes());
    }
    byte[] first = head.toByteArray();
    byte[] rest = tail();
    int end = TokenText.boundaryBefore(first, first.length);
    int start = TokenText.boundaryAfter(rest, 0);
    long omitted = omittedBytes() + (first.length - end) + start;
    return new TokenText(
        clean(Arrays.copyOf(first, end)),
        clean(Arrays.copyOfRange(rest, start, rest.length)),
        omitted,
        bytes());
  }

  private static byte[] clean(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\uFFFD') < 0 ? bytes : text.getBytes(StandardCharsets.UTF_8);
  }
}
