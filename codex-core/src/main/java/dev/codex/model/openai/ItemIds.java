package dev.codex.model.openai;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids of items: for those that have none, and whether one may go back. */
final class ItemIds {

  private static final String NAMESPACE = "dev.codex:";

  private final Surroundings surroundings;

  ItemIds(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** A new id: the prefix and a UUID of version 7. */
  String next(String prefix) {
    long millis = surroundings.clock().millis();
    long high = millis << 16 | 0x7000 | surroundings.random().nextLong() & 0xfff;
    long low = surroundings.random().nextLong() >>> 2 | 1L << 63;
    return prefix + new UUID(high, low);
  }

  /** The same id for the same text, so that a provider's cache sees the same bytes. */
  static String stable(String prefix, String text) {
    byte[] hash = sha1((NAMESPACE + text).getBytes(StandardCharsets.UTF_8));
    long high = bits(hash, 0) & ~0xf000L | 0x5000;
    long low = bits(hash, 8) >>> 2 | 1L << 63;
    return prefix + new UUID(high, low);
  }

  /**
   * The id if a server of OpenAI could have made it, which is a kind and a name with a low line
   * between them; else an empty text. Codex sends no other back, and the server refuses others.
   */
  static String sendable(String id) {
    int line = id.indexOf('_');
    return line > 0 && line < id.length() - 1 ? id : "";
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1.", e);
    }
  }

  private static long bits(byte[] bytes, int offset) {
    long bits = 0;
    for (int i = offset; i < offset + 8; i++) {
      bits = bits << 8 | bytes[i] & 0xff;
    }
    return bits;
  }
}
