package dev.codex.internal.lease;

import dev.codex.item.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves out the middle of what a tool says too much of, as Codex does when it records an output:
 * whatever a tool returns, the next request can still be paid for.
 */
public final class OutputLimit {

  private static final int BYTES_PER_TOKEN = 4;
  private static final int MAX_BYTES_PER_CHAR = 3;

  private long left;
  private int omitted;

  /** A fifth is for what tools say around their text. */
  private OutputLimit(int tokens) {
    this.left = tokens * (long) BYTES_PER_TOKEN * 6 / 5;
  }

  /** The texts share one allowance; everything else stays. */
  public static List<Content> cut(List<Content> parts, int tokens) {
    OutputLimit limit = new OutputLimit(tokens);
    if (parts.size() == 1 && parts.get(0) instanceof Content.Text only && limit.fits(only.text())) {
      return parts;
    }
    List<Content> kept = new ArrayList<>();
    for (Content part : parts) {
      if (part instanceof Content.Text text) {
        limit.add(text, kept);
      } else {
        kept.add(part);
      }
    }
    if (limit.omitted > 0) {
      kept.add(Content.text("[omitted " + limit.omitted + " text items ...]"));
    }
    return List.copyOf(kept);
  }

  private boolean fits(String text) {
    return text.length() <= left / MAX_BYTES_PER_CHAR;
  }

  private void add(Content.Text part, List<Content> kept) {
    if (left <= 0 && !part.text().isEmpty()) {
      omitted++;
      return;
    }
    byte[] bytes = part.text().getBytes(StandardCharsets.UTF_8);
    kept.add(bytes.length <= left ? part : Content.text(ends(bytes)));
    left -= bytes.length;
  }

  private String ends(byte[] bytes) {
    int head = (int) (left / 2);
    while (head > 0 && isContinuation(bytes[head])) {
      head--;
    }
    int tail = (int) (bytes.length - (left - left / 2));
    while (tail < bytes.length && isContinuation(bytes[tail])) {
      tail++;
    }
    int tokens = (int) ((bytes.length - left + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
    return new String(bytes, 0, head, StandardCharsets.UTF_8)
        + "…" + tokens + " tokens truncated…"
        + new String(bytes, tail, bytes.length - tail, StandardCharsets.UTF_8);
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }
}
