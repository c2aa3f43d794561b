package dev.codex.session;

import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts bytes that arrive in pieces into lines. LF ends a line, a CR before it belongs to it. */
final class LineSplitter {

  /** What is longer is cut off there, and will be found to be broken. */
  static final int MAX_LINE_BYTES = 64 << 20;

  private static final byte[] EMPTY = {};

  private final Consumer<byte[]> lines;
  private byte[] rest = EMPTY;
  private int size;

  LineSplitter(Consumer<byte[]> lines) {
    this.lines = lines;
  }

  void add(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        line(bytes, start, i);
        start = i + 1;
      }
    }
    keep(bytes, start, length);
  }

  /** Hands over what stands behind the last line end, if anything does. */
  void end() {
    if (size > 0) {
      line(EMPTY, 0, 0);
    }
  }

  private void line(byte[] bytes, int start, int end) {
    byte[] line;
    if (size == 0) {
      line = Arrays.copyOfRange(bytes, start, end);
    } else {
      keep(bytes, start, end);
      line = Arrays.copyOf(rest, size);
      size = 0;
      rest = EMPTY;
    }
    boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
    lines.accept(carriageReturn ? Arrays.copyOf(line, line.length - 1) : line);
  }

  private void keep(byte[] bytes, int start, int end) {
    int length = Math.min(end - start, MAX_LINE_BYTES - size);
    if (size + length > rest.length) {
      rest = Arrays.copyOf(rest, Math.min(MAX_LINE_BYTES, Math.max(size + length, 2 * size)));
    }
    System.arraycopy(bytes, start, rest, size, length);
    size += length;
  }
}
