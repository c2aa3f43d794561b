package dev.codex.sandbox.server;

import dev.codex.sandbox.server.socket.Gatekeeper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Compares a secret that clients show with the one that they must know. */
final class ServerAuth {

  private ServerAuth() {}

  /** Anybody who can reach the port. */
  static Gatekeeper open() {
    return authorization -> "anybody";
  }

  /** Whoever knows the token with this SHA-256. */
  static Gatekeeper token(byte[] sha256) {
    byte[] expected = sha256.clone();
    return authorization -> {
      byte[] given = sha256(bearer(authorization));
      if (!MessageDigest.isEqual(expected, given)) {
        throw new Gatekeeper.Refused(401, "invalid websocket bearer token");
      }
      return "token " + HexFormat.of().formatHex(expected, 0, 4);
    };
  }

  static String bearer(String authorization) throws Gatekeeper.Refused {
    String prefix = "bearer ";
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(prefix)
        || authorization.length() == prefix.length()) {
      throw new Gatekeeper.Refused(401, "missing websocket bearer token");
    }
    return authorization.substring(prefix.length()).strip();
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
