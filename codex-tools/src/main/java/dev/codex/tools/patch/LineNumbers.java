package dev.codex.tools.patch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Gives every distinct line of a patch a number from 1 on and every other line 0, under one
 * leniency. After that, comparing two lines is comparing two numbers.
 */
final class LineNumbers {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Leniency leniency;
  private final byte[][] lines;
  private final int[] hashes;
  private final int[] slots;
  private final boolean[] lengths;
  private int count;
  private long comparisons;

  LineNumbers(Leniency leniency, List<byte[]> patchLines) {
    this.leniency = leniency;
    this.lines = new byte[patchLines.size() + 1][];
    this.hashes = new int[patchLines.size() + 1];
    this.slots = new int[Integer.highestOneBit(patchLines.size() + 1) * 4];
    int longest = patchLines.stream().mapToInt(line -> line.length).max().orElse(0);
    this.lengths = new boolean[longest + 1];
    for (byte[] line : patchLines) {
      add(line);
    }
  }

  private void add(byte[] line) {
    int start = leniency.start(line, 0, line.length);
    int end = leniency.end(line, start, line.length);
    byte[] key = leniency.needsPlain(line, start, end)
        ? Leniency.plain(line, start, end)
        : Arrays.copyOfRange(line, start, end);
    if (find(key, 0, key.length) == 0) {
      int hash = hash(key, 0, key.length);
      int slot = slot(hash);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      lines[++count] = key;
      hashes[count] = hash;
      slots[slot] = count;
      lengths[key.length] = true;
    }
  }

  int of(byte[] bytes, int from, int to) {
    int start = leniency.start(bytes, from, to);
    int end = leniency.end(bytes, start, to);
    if (leniency.needsPlain(bytes, start, end)) {
      byte[] plain = Leniency.plain(bytes, start, end);
      return find(plain, 0, plain.length);
    }
    return find(bytes, start, end);
  }

  int count() {
    return count;
  }

  /** How many times a line was compared with one of the patch. */
  long comparisons() {
    return comparisons;
  }

  private int find(byte[] bytes, int start, int end) {
    int length = end - start;
    // most lines of a file have a length that no line of the patch has
    if (length >= lengths.length || !lengths[length]) {
      return 0;
    }
    int hash = hash(bytes, start, end);
    for (int slot = slot(hash); slots[slot] != 0; slot = (slot + 1) & (slots.length - 1)) {
      int number = slots[slot];
      if (hashes[number] == hash) {
        comparisons++;
        if (Arrays.equals(lines[number], 0, lines[number].length, bytes, start, end)) {
          return number;
        }
      }
    }
    return 0;
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 16)) & (slots.length - 1);
  }

  private static int hash(byte[] bytes, int start, int end) {
    long hash = (long) end - start;
    int i = start;
    for (; i + 8 <= end; i += 8) {
      hash = Long.rotateLeft(hash, 5) * 0x9e3779b97f4a7c15L ^ (long) LONG.get(bytes, i);
    }
    for (; i < end; i++) {
      hash = hash * 31 + bytes[i];
    }
    hash *= 0x9e3779b97f4a7c15L;
    return (int) (hash >>> 32);
  }
}
