package dev.codex.tools.shell.output;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 text that is cut to a number of tokens, by Codex's measure of four bytes each.
 *
 * @param head its beginning, or all of it
 * @param tail its end, where something was left out already
 * @param omitted how many bytes are missing between the two
 * @param original how many bytes it had before what is no UTF-8 in it was replaced
 */
public record TokenText(byte[] head, byte[] tail, long omitted, long original) {

  private static final int BYTES_PER_TOKEN = 4;

  long bytes() {
    return head.length + omitted + tail.length;
  }

  public long tokens() {
    return tokens(original);
  }

  private static long tokens(long bytes) {
    return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
  }

  /** The same of the text as it is shown, in which a broken byte may have become a longer one. */
  public long shownTokens() {
    return Math.max(tokens(), tokens(bytes()));
  }

  public boolean fits(int maxTokens) {
    return omitted == 0 && bytes() <= (long) maxTokens * BYTES_PER_TOKEN;
  }

  /** All that was kept. */
  public String whole() {
    return omitted == 0
        ? decode(head, 0, head.length)
        : decode(head, 0, head.length) + "\n" + omission() + "\n" + decode(tail, 0, tail.length);
  }

  /** How much was left out already, as a line says it. */
  public String omission() {
    return "... " + omitted + " bytes omitted ...";
  }

  /**
   * As much of the beginning as of the end, and between them by how much the text is too long.
   * Characters that the cut would divide go, but are not counted.
   */
  public String cutTo(int maxTokens) {
    if (fits(maxTokens)) {
      return whole();
    }
    int half = maxTokens * BYTES_PER_TOKEN / 2;
    byte[] end = omitted == 0 ? head : tail;
    int headEnd = boundaryBefore(head, Math.min(half, head.length));
    int tailStart = boundaryAfter(end, Math.max(0, end.length - half));
    long length = head.length;
    if (omitted > 0) {
      length += omission().length() + 2L + tail.length;
    }
    long excess = Math.max(0, length - (long) maxTokens * BYTES_PER_TOKEN);
    return decode(head, 0, headEnd)
        + "…"
        + tokens(excess)
        + " tokens truncated…"
        + decode(end, tailStart, end.length);
  }

  private static String decode(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** The last place up to this one where no character is cut in two. */
  static int boundaryBefore(byte[] bytes, int index) {
    if (index >= bytes.length) {
      return completeLength(bytes);
    }
    int at = index;
    while (at > 0 && isContinuation(bytes[at])) {
      at--;
    }
    return at;
  }

  /** Where the last whole character ends; what follows it is the beginning of another. */
  private static int completeLength(byte[] bytes) {
    int lead = bytes.length - 1;
    while (lead >= 0 && lead > bytes.length - 4 && isContinuation(bytes[lead])) {
      lead--;
    }
    if (lead < 0 || bytes[lead] >= 0) {
      return bytes.length;
    }
    int b = bytes[lead] & 0xff;
    int length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
    return lead + length > bytes.length ? lead : bytes.length;
  }

  /** The first place from this one on where no character is cut in two. */
  static int boundaryAfter(byte[] bytes, int index) {
    int at = index;
    while (at < bytes.length && isContinuation(bytes[at])) {
      at++;
    }
    return at;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xc0) == 0x80;
  }
}
