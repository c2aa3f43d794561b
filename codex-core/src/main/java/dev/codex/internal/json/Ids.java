package dev.codex.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ids as Codex makes them: UUIDs of version 7 (RFC 9562), which sort by time of birth, behind a
 * prefix that names the kind. They name things and protect nothing, so a fast source of randomness
 * will do.
 */
public final class Ids {

  private Ids() {}

  /** A new UUID of version 7. */
  public static String uuid() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long millis = System.currentTimeMillis();
    long high = millis << 16 | 0x7000L | random.nextLong() & 0xFFFL;
    long low = 0x8000000000000000L | random.nextLong() >>> 2;
    return new UUID(high, low).toString();
  }

  /** A new id of an item, such as {@code fco_0199…}. */
  public static String item(String prefix) {
    return prefix + '_' + uuid();
  }

  /** The same id for the same text, so that servers recognise a message they have cached. */
  public static String ofText(String prefix, String text) {
    return prefix + '_' + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
