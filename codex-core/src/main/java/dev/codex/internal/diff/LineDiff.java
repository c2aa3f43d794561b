package dev.codex.internal.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A shortest way from one list of lines to another: E. W. Myers, "An O(ND) Difference Algorithm and
 * Its Variations", in linear space, by halves. Where two texts have next to nothing in common the
 * search is given up, and what is between counts as replaced; so the time is bounded.
 */
final class LineDiff {

  /** How many lines may differ in one stretch before it is taken for replaced. */
  private static final int MAX_DISTANCE = 2_000;

  private final Lines before;
  private final Lines after;
  private final List<Change> changes = new ArrayList<>();
  private int[] forward = new int[0];
  private int[] backward = new int[0];
  private int middleY; // the second half of what middle() returns

  private LineDiff(Lines before, Lines after) {
    this.before = before;
    this.after = after;
  }

  /** Lines from {@code oldStart} to before {@code oldEnd} became those from {@code newStart}. */
  record Change(int oldStart, int oldEnd, int newStart, int newEnd) {}

  /** The changes in order; between two of them is at least one equal line. */
  static List<Change> between(Lines before, Lines after) {
    LineDiff diff = new LineDiff(before, after);
    diff.compare(0, before.count, 0, after.count);
    return diff.verified();
  }

  private void compare(int oldFrom, int oldTo, int newFrom, int newTo) {
    int oldStart = oldFrom;
    int newStart = newFrom;
    int oldEnd = oldTo;
    int newEnd = newTo;
    while (oldStart < oldEnd && newStart < newEnd && same(oldStart, newStart)) {
      oldStart++;
      newStart++;
    }
    while (oldStart < oldEnd && newStart < newEnd && same(oldEnd - 1, newEnd - 1)) {
      oldEnd--;
      newEnd--;
    }
    if (oldStart == oldEnd && newStart == newEnd) {
      return;
    }
    if (oldStart == oldEnd || newStart == newEnd) {
      add(new Change(oldStart, oldEnd, newStart, newEnd));
      return;
    }
    int middle = middle(oldStart, oldEnd, newStart, newEnd);
    if (middle < 0) {
      add(new Change(oldStart, oldEnd, newStart, newEnd));
      return;
    }
    int oldMiddle = oldStart + middle;
    int newMiddle = newStart + middleY;
    compare(oldStart, oldMiddle, newStart, newMiddle);
    compare(oldMiddle, oldEnd, newMiddle, newEnd);
  }

  private boolean same(int oldLine, int newLine) {
    return before.hash(oldLine) == after.hash(newLine);
  }

  private void add(Change change) {
    int last = changes.size() - 1;
    if (last >= 0
        && changes.get(last).oldEnd == change.oldStart
        && changes.get(last).newEnd == change.newStart) {
      Change joined = changes.get(last);
      changes.set(last, new Change(joined.oldStart, change.oldEnd, joined.newStart, change.newEnd));
    } else {
      changes.add(change);
    }
  }

  /** Where a shortest path crosses the half of its length; negative if it is too long. */
  private int middle(int oldStart, int oldEnd, int newStart, int newEnd) {
    int n = oldEnd - oldStart;
    int m = newEnd - newStart;
    int limit = Math.min((n + m + 1) / 2 + 1, MAX_DISTANCE);
    reserve(limit);
    int zero = limit + 1;
    int delta = n - m;
    boolean odd = (delta & 1) != 0;
    forward[zero + 1] = 0;
    backward[zero + 1] = 0;
    for (int d = 0; d < limit; d++) {
      for (int k = d; k >= -d; k -= 2) {
        int startX = next(forward, zero + k, d, k);
        int x = startX;
        while (x < n && x - k < m && same(oldStart + x, newStart + x - k)) {
          x++;
        }
        forward[zero + k] = x;
        boolean inside = startX <= n && startX - k <= m;
        if (odd && inside && Math.abs(k - delta) < d && x + backward[zero - k + delta] >= n) {
          middleY = startX - k;
          return startX;
        }
      }
      for (int k = d; k >= -d; k -= 2) {
        int x = next(backward, zero + k, d, k);
        while (x < n && x - k < m && same(oldEnd - 1 - x, newEnd - 1 - x + k)) {
          x++;
        }
        backward[zero + k] = x;
        boolean inside = x <= n && x - k <= m;
        if (!odd && inside && Math.abs(k - delta) <= d && x + forward[zero - k + delta] >= n) {
          middleY = m - x + k;
          return n - x;
        }
      }
    }
    return -1;
  }

  /** The furthest point that a path with one more difference reaches on a diagonal. */
  private static int next(int[] furthest, int at, int d, int k) {
    return k == -d || k != d && furthest[at - 1] < furthest[at + 1]
        ? furthest[at + 1]
        : furthest[at - 1] + 1;
  }

  private void reserve(int limit) {
    int size = 2 * limit + 3;
    if (forward.length < size) {
      forward = new int[size];
      backward = new int[size];
    }
  }

  /** Hashes have decided so far; should two different lines share one, all counts as replaced. */
  private List<Change> verified() {
    int line = 0;
    int other = 0;
    for (Change change : changes) {
      if (!equal(line, change.oldStart, other)) {
        return List.of(new Change(0, before.count, 0, after.count));
      }
      line = change.oldEnd;
      other = change.newEnd;
    }
    return equal(line, before.count, other)
        ? changes
        : List.of(new Change(0, before.count, 0, after.count));
  }

  private boolean equal(int from, int to, int otherFrom) {
    int length = before.start(to) - before.start(from);
    return Arrays.equals(
        before.bytes,
        before.start(from),
        before.start(to),
        after.bytes,
        after.start(otherFrom),
        after.start(otherFrom) + length);
  }
}
