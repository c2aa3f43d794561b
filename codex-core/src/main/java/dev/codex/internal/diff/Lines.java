package dev.codex.internal.diff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The lines of a file, each with the line feed that ends it; the last one may have none. */
final class Lines {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final byte[] bytes;
  final int count;
  private final int[] starts; // one more than there are lines
  private final long[] hashes;

  Lines(byte[] bytes) {
    this.bytes = bytes;
    int[] found = new int[bytes.length / 24 + 16];
    int lines = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        if (lines + 2 >= found.length) {
          found = Arrays.copyOf(found, found.length * 2);
        }
        found[++lines] = i + 1;
      }
    }
    if (found[lines] < bytes.length) {
      found[++lines] = bytes.length;
    }
    this.starts = found;
    this.count = lines;
    this.hashes = new long[lines];
  }

  int start(int line) {
    return starts[line];
  }

  boolean isOpen(int line) {
    return bytes[starts[line + 1] - 1] != '\n';
  }

  boolean equal(int line, Lines other, int otherLine) {
    return Arrays.equals(
        bytes,
        starts[line],
        starts[line + 1],
        other.bytes,
        other.starts[otherLine],
        other.starts[otherLine + 1]);
  }

  /** Equal lines have equal hashes, and different ones nearly never have. */
  long hash(int line) {
    long hash = hashes[line];
    if (hash == 0) {
      hash = compute(starts[line], starts[line + 1]);
      hashes[line] = hash;
    }
    return hash;
  }

  private long compute(int from, int to) {
    long hash = 0x9e3779b97f4a7c15L + to - from;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      hash = mix(hash ^ (long) LONG.get(bytes, i));
    }
    for (; i < to; i++) {
      hash = mix(hash ^ bytes[i]);
    }
    return hash == 0 ? 1 : hash;
  }

  private static long mix(long value) {
    long product = value * 0xff51afd7ed558ccdL;
    return product ^ product >>> 32;
  }
}
