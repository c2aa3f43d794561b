package dev.codex.tools.files;

import dev.codex.tool.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Some lines of a text, each with its number. What is not shown is only counted; of a shown line no
 * more is kept than is shown, so that neither long files nor long lines take memory.
 */
final class NumberedLines {

  /** In bytes; a character that is cut in two is left out. */
  private static final int MAX_LINE = 500;

  private static final int MAX_TEXT = 1 << 20;

  private final int from;
  private final int limit;
  private final Cancellation cancellation;
  private final StringBuilder text = new StringBuilder();
  private final byte[] line = new byte[MAX_LINE];
  private int kept;
  private long length;
  private int total;
  private int count;

  NumberedLines(int from, int limit, Cancellation cancellation) {
    this.from = from;
    this.limit = limit;
    this.cancellation = cancellation;
  }

  void read(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          end();
        } else {
          if (kept < MAX_LINE) {
            line[kept++] = buffer[i];
          }
          length++;
        }
      }
      if (isFull() || cancellation.isCancelled()) {
        return;
      }
    }
    if (length > 0) {
      end();
    }
  }

  private boolean isFull() {
    return count >= limit || text.length() >= MAX_TEXT;
  }

  private void end() {
    total++;
    if (total >= from && !isFull()) {
      text.append(count == 0 ? "" : "\n").append('L').append(total).append(": ").append(shown());
      count++;
    }
    kept = 0;
    length = 0;
  }

  private String shown() {
    int end = kept;
    if (length > kept) {
      while (end > 0 && (line[end - 1] & 0xc0) == 0x80) {
        end--; // perhaps in the middle of a character
      }
      end = end > 0 && (line[end - 1] & 0x80) != 0 ? end - 1 : end;
    } else if (end > 0 && line[end - 1] == '\r') {
      end--;
    }
    return new String(line, 0, end, StandardCharsets.UTF_8);
  }

  String text() {
    return text.toString();
  }

  /** How many lines are shown. */
  int count() {
    return count;
  }

  /** How many lines were seen. */
  int total() {
    return total;
  }
}
