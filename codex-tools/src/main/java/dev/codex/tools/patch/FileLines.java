package dev.codex.tools.patch;

import java.util.Arrays;

/**
 * Where the lines of a file begin and end. A line ends with LF, CR LF or CR; a byte order mark
 * belongs to no line.
 */
final class FileLines {

  private static final byte[] LINE_FEED = {'\n'};

  final byte[] bytes;
  final int markLength;
  private int[] starts;
  private int[] ends;
  private int count;

  FileLines(byte[] bytes) {
    this.bytes = bytes;
    this.markLength = hasMark(bytes) ? 3 : 0;
    this.starts = new int[bytes.length / 24 + 16];
    this.ends = new int[starts.length];
    index();
  }

  private static boolean hasMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf;
  }

  private void index() {
    int start = markLength;
    int length = bytes.length;
    for (int i = start; i < length; i++) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        int end = i;
        if (b == '\r' && i + 1 < length && bytes[i + 1] == '\n') {
          i++;
        }
        add(start, end);
        start = i + 1;
      }
    }
    if (start < length) {
      add(start, length);
    }
  }

  private void add(int start, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    starts[count] = start;
    ends[count++] = end;
  }

  int count() {
    return count;
  }

  /** Where the line begins; for the line after the last one, the end of the file. */
  int start(int line) {
    return line < count ? starts[line] : bytes.length;
  }

  /** Where the text of the line ends and its line end begins. */
  int end(int line) {
    return ends[line];
  }

  boolean lastIsOpen() {
    return count > 0 && ends[count - 1] == bytes.length;
  }

  /** What ends new lines: whatever ends the first one. */
  byte[] lineEnd() {
    if (count == 0 || ends[0] == bytes.length) {
      return LINE_FEED;
    }
    return Arrays.copyOfRange(bytes, ends[0], start(1));
  }
}
