package dev.codex.tools.patch;

import dev.codex.tools.patch.Chunk.Position;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Finds runs of patch lines in a file.
 *
 * <p>Every leniency is tried over the whole rest of the file before the next one, so that an exact
 * match further down beats a lenient one nearby. The lines are numbered once per leniency (see
 * {@link LineNumbers}); the search is Knuth, Morris and Pratt's over these numbers, which looks at
 * every line at most twice however alike the lines are.
 */
final class LineMatcher {

  private final FileLines file;
  private final List<byte[]> patchLines;
  private final Map<Leniency, Pass> passes = new EnumMap<>(Leniency.class);
  private long steps;
  private Leniency used = Leniency.NONE;

  /**
   * A matcher for one file.
   *
   * @param patchLines every line that will be looked for
   */
  LineMatcher(FileLines file, List<byte[]> patchLines) {
    this.file = file;
    this.patchLines = patchLines;
  }

  /** The first line of the first match at or after a line; -1 if there is none. */
  int find(List<byte[]> lines, int from, Position position) {
    if (lines.isEmpty()) {
      return from;
    }
    for (Leniency leniency : Leniency.values()) {
      int at = find(lines, from, position, pass(leniency));
      if (at >= 0) {
        used = leniency;
        return at;
      }
    }
    return -1;
  }

  /** What the last lines that were found needed. */
  Leniency used() {
    return used;
  }

  /** How many comparisons of lines were made so far. */
  long comparisons() {
    long comparisons = steps;
    for (Pass pass : passes.values()) {
      comparisons += pass.numbers.comparisons();
    }
    return comparisons;
  }

  private int find(List<byte[]> lines, int from, Position position, Pass pass) {
    int start = position == Position.END_OF_FILE ? file.count() - lines.size() : from;
    if (start < from) {
      return -1;
    }
    int[] wanted = new int[lines.size()];
    for (int i = 0; i < wanted.length; i++) {
      byte[] line = lines.get(i);
      wanted[i] = pass.numbers.of(line, 0, line.length);
      if (pass.last[wanted[i]] < start + i) {
        return -1;
      }
    }
    return search(wanted, pass.file, start);
  }

  private int search(int[] wanted, int[] lines, int from) {
    int[] fallback = fallback(wanted);
    int matched = 0;
    for (int i = from; i < lines.length; i++) {
      steps++;
      while (matched > 0 && wanted[matched] != lines[i]) {
        matched = fallback[matched - 1];
        steps++;
      }
      if (wanted[matched] == lines[i]) {
        matched++;
      }
      if (matched == wanted.length) {
        return i - matched + 1;
      }
    }
    return -1;
  }

  /** For each prefix of the wanted lines, how long its longest border is. */
  private static int[] fallback(int[] wanted) {
    int[] fallback = new int[wanted.length];
    int length = 0;
    for (int i = 1; i < wanted.length; i++) {
      while (length > 0 && wanted[length] != wanted[i]) {
        length = fallback[length - 1];
      }
      if (wanted[length] == wanted[i]) {
        length++;
      }
      fallback[i] = length;
    }
    return fallback;
  }

  private Pass pass(Leniency leniency) {
    return passes.computeIfAbsent(
        leniency, unseen -> new Pass(file, new LineNumbers(unseen, patchLines)));
  }

  /** The file in numbers. */
  private static final class Pass {
    final LineNumbers numbers;
    final int[] file;

    /** The last line with each number; -1 for what the file does not have. */
    final int[] last;

    Pass(FileLines lines, LineNumbers numbers) {
      this.numbers = numbers;
      this.file = new int[lines.count()];
      this.last = new int[numbers.count() + 1];
      Arrays.fill(last, -1);
      for (int i = 0; i < file.length; i++) {
        file[i] = numbers.of(lines.bytes, lines.start(i), lines.end(i));
        last[file[i]] = i;
      }
    }
  }
}
