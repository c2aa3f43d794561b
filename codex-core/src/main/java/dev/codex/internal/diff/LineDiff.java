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
    Middle middle = new Middle(oldStart, oldEnd, newStart, newEnd);
    if (!middle.find()) {
      add(new Change(oldStart, oldEnd, newStart, newEnd));
      return;
    }
    int oldMiddle = oldStart + middle.x;
    int newMiddle = newStart + middle.y;
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

  /** Looks from both ends of a stretch for where a shortest path crosses the half of its length. */
  private final class Middle {
    private final int oldStart;
    private final int oldEnd;
    private final int newStart;
    private final int newEnd;
    private final int n;
    private final int m;
    private final int limit;
    private final int zero;
    private final int delta;
    private int x;
    private int y;

    Middle(int oldStart, int oldEnd, int newStart, int newEnd) {
      this.oldStart = oldStart;
      this.oldEnd = oldEnd;
      this.newStart = newStart;
      this.newEnd = newEnd;
      this.n = oldEnd - oldStart;
      this.m = newEnd - newStart;
      this.limit = Math.min((n + m + 1) / 2 + 1, MAX_DISTANCE);
      this.zero = limit + 1;
      this.delta = n - m;
    }

    /** False if the path is too long. */
    boolean find() {
      reserve(limit);
      forward[zero + 1] = 0;
      backward[zero + 1] = 0;
      boolean odd = (delta & 1) != 0;
      for (int d = 0; d < limit; d++) {
        if (goForward(d, odd) || goBackward(d, !odd)) {
          return true;
        }
      }
      return false;
    }

    private boolean goForward(int d, boolean mayMeet) {
      for (int k = d; k >= -d; k -= 2) {
        int start = next(forward, zero + k, d, k);
        int end = start;
        while (end < n && end - k < m && same(oldStart + end, newStart + end - k)) {
          end++;
        }
        forward[zero + k] = end;
        boolean inside = start <= n && start - k <= m;
        if (mayMeet && inside && Math.abs(k - delta) < d && end + backward[zero - k + delta] >= n) {
          x = start;
          y = start - k;
          return true;
        }
      }
      return false;
    }

    private boolean goBackward(int d, boolean mayMeet) {
      for (int k = d; k >= -d; k -= 2) {
        int end = next(backward, zero + k, d, k);
        while (end < n && end - k < m && same(oldEnd - 1 - end, newEnd - 1 - end + k)) {
          end++;
        }
        backward[zero + k] = end;
        boolean inside = end <= n && end - k <= m;
        if (mayMeet && inside && Math.abs(k - delta) <= d && end + forward[zero - k + delta] >= n) {
          x = n - end;
          y = m - end + k;
          return true;
        }
      }
      return false;
    }
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
