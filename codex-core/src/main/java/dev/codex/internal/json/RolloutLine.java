package dev.codex.internal.json;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The frame of a line in a rollout file: {@code {timestamp, ordinal?, type, payload, ...}}.
 *
 * @param line the whole line
 * @param ordinal the number that the writer gave it; -1 if it has none
 * @param type what the payload is, such as {@code response_item}
 * @param start where the payload begins
 * @param end where the payload ends
 * @param payloadType the payload's own {@code type}; empty if it has none
 * @param privateMetadata whether the payload has a member that Codex keeps on disk only
 */
public record RolloutLine(
    byte[] line,
    long ordinal,
    String type,
    int start,
    int end,
    String payloadType,
    boolean privateMetadata) {

  /** What Codex 0.169 adds to items in files and takes away again before it sends them. */
  private static final String PRIVATE_METADATA = "internal_chat_message_metadata_passthrough";

  /**
   * The member that our writer puts last: CRC-32C, in eight hexadecimal digits, of all bytes that
   * stand before its comma. Codex ignores it.
   */
  public static final String CHECKSUM = ",\"crc32c\":\"";

  public static final int CHECKSUM_LENGTH = CHECKSUM.length() + 8 + 2;

  /** Reads a line; a byte order mark before it is not minded. */
  public static RolloutLine parse(byte[] line) throws JsonScanner.Malformed {
    int from = hasByteOrderMark(line) ? 3 : 0;
    JsonScanner scanner = new JsonScanner(line, from, line.length);
    long ordinal = -1;
    String type = "";
    int start = 0;
    int end = 0;
    String payloadType = "";
    boolean metadata = false;
    scanner.enterObject();
    while (scanner.nextMember()) {
      if (scanner.nameIs("type")) {
        type = scanner.text();
      } else if (scanner.nameIs("ordinal")) {
        int at = scanner.valueStart();
        scanner.skip();
        ordinal = number(line, at, scanner.position());
      } else if (scanner.nameIs("payload") && scanner.peek() == '{') {
        start = scanner.valueStart();
        scanner.enterObject();
        while (scanner.nextMember()) {
          if (scanner.nameIs("type")) {
            payloadType = scanner.text();
          } else {
            metadata |= scanner.nameIs(PRIVATE_METADATA);
            scanner.skip();
          }
        }
        end = scanner.position();
      } else {
        scanner.skip();
      }
    }
    scanner.end();
    return new RolloutLine(line, ordinal, type, start, end, payloadType, metadata);
  }

  /** Whether the line is empty or blank, which is nothing to report. */
  public static boolean isBlank(byte[] line) {
    for (int i = hasByteOrderMark(line) ? 3 : 0; i < line.length; i++) {
      if (line[i] != ' ' && line[i] != '\r' && line[i] != '\t' && line[i] != '\n') {
        return false;
      }
    }
    return true;
  }

  public boolean hasPayload() {
    return end > start;
  }

  /** The payload, without what is not to be sent. */
  public byte[] payload() throws JsonScanner.Malformed {
    byte[] payload = Arrays.copyOfRange(line, start, end);
    return privateMetadata ? JsonScanner.without(payload, PRIVATE_METADATA) : payload;
  }

  /** An item out of the inside of a payload, without what is not to be sent. */
  public static byte[] item(byte[] json, int start, int end) throws JsonScanner.Malformed {
    return JsonScanner.without(Arrays.copyOfRange(json, start, end), PRIVATE_METADATA);
  }

  /** Whether the line is as it was written, as far as a checksum can tell. */
  public boolean isIntact() {
    int at = line.length - CHECKSUM_LENGTH;
    if (at <= 0 || !hasChecksumAt(at)) {
      return true;
    }
    int checksum = checksum(line, at);
    for (int i = 0; i < 8; i++) {
      if (line[at + CHECKSUM.length() + i] != hexDigit(checksum, i)) {
        return false;
      }
    }
    return true;
  }

  public static int checksum(byte[] line, int length) {
    CRC32C crc = new CRC32C();
    crc.update(line, 0, length);
    return (int) crc.getValue();
  }

  /** The digit of the number at this index, counted from the left. */
  public static byte hexDigit(int number, int index) {
    return (byte) Character.forDigit(number >>> (28 - 4 * index) & 0xf, 16);
  }

  private boolean hasChecksumAt(int at) {
    for (int i = 0; i < CHECKSUM.length(); i++) {
      if (line[at + i] != CHECKSUM.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasByteOrderMark(byte[] line) {
    return line.length >= 3
        && line[0] == (byte) 0xef
        && line[1] == (byte) 0xbb
        && line[2] == (byte) 0xbf;
  }

  private static long number(byte[] line, int start, int end) {
    long value = 0;
    for (int i = start; i < end; i++) {
      if (line[i] < '0' || line[i] > '9' || value > Long.MAX_VALUE / 16) {
        return -1;
      }
      value = value * 10 + line[i] - '0';
    }
    return value;
  }
}
