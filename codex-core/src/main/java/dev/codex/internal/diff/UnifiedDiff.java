package dev.codex.internal.diff;

import dev.codex.internal.diff.LineDiff.Change;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The hunks of a unified diff: {@code @@ -1,3 +1,4 @@} and lines, without a head that names files.
 * Bytes that are no UTF-8 are shown as replacement characters.
 */
public final class UnifiedDiff {

  private final Lines before;
  private final Lines after;
  private final int context;
  private final StringBuilder out = new StringBuilder();

  private UnifiedDiff(Lines before, Lines after, int context) {
    this.before = before;
    this.after = after;
    this.context = context;
  }

  /**
   * The hunks, each ending in a line feed; empty if the contents are equal.
   *
   * @param context how many equal lines to show around a change
   */
  public static String of(byte[] before, byte[] after, int context) {
    UnifiedDiff diff = new UnifiedDiff(new Lines(before), new Lines(after), context);
    List<Change> changes = LineDiff.between(diff.before, diff.after);
    int first = 0;
    for (int i = 1; i <= changes.size(); i++) {
      boolean apart = i == changes.size()
          || changes.get(i).oldStart() - changes.get(i - 1).oldEnd() > 2 * context;
      if (apart) {
        diff.hunk(changes.subList(first, i));
        first = i;
      }
    }
    return diff.out.toString();
  }

  private void hunk(List<Change> changes) {
    Change first = changes.get(0);
    Change last = changes.get(changes.size() - 1);
    int lead = Math.min(context, first.oldStart());
    int tail = Math.min(context, before.count - last.oldEnd());
    int oldStart = first.oldStart() - lead;
    int newStart = first.newStart() - lead;
    out.append("@@ -");
    range(oldStart, last.oldEnd() + tail - oldStart);
    out.append(" +");
    range(newStart, last.newEnd() + tail - newStart);
    out.append(" @@\n");
    int line = oldStart;
    for (Change change : changes) {
      lines(' ', before, line, change.oldStart());
      lines('-', before, change.oldStart(), change.oldEnd());
      lines('+', after, change.newStart(), change.newEnd());
      line = change.oldEnd();
    }
    lines(' ', before, line, last.oldEnd() + tail);
  }

  /** Lines count from one; an empty range names the line before it. */
  private void range(int start, int length) {
    out.append(length == 0 ? start : start + 1);
    if (length != 1) {
      out.append(',').append(length);
    }
  }

  private void lines(char sign, Lines from, int start, int end) {
    for (int i = start; i < end; i++) {
      int at = from.start(i);
      out.append(sign)
          .append(new String(from.bytes, at, from.start(i + 1) - at, StandardCharsets.UTF_8));
      if (from.isOpen(i)) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }
}
