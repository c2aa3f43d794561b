package dev.codex.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codex.internal.rpc.JsonSlice;
import dev.codex.sandbox.protocol.Trees;
import dev.codex.sandbox.server.socket.Gatekeeper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.immutables.value.Value;

/**
 * Tokens that somebody else makes out and signs with a shared secret: JSON Web Tokens with HS256
 * and an end. Two tokens with the same {@code sub} are the same client.
 */
@Value.Immutable
public abstract class SignedBearer {

  SignedBearer() {}

  private static final int MIN_SECRET = 32;

  /** At least 32 bytes. */
  @Value.Redacted
  abstract byte[] secret();

  /** What {@code iss} must be, if anything. */
  abstract Optional<String> issuer();

  /** What {@code aud} must be or hold, if anything. */
  abstract Optional<String> audience();

  /** By how much clocks may differ; 30 s by default. */
  @Value.Default
  Duration maxClockSkew() {
    return Duration.ofSeconds(30);
  }

  @Value.Check
  void check() {
    if (secret().length < MIN_SECRET) {
      throw new IllegalArgumentException(
          "The shared secret has " + secret().length + " bytes; use at least " + MIN_SECRET + ".");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  Gatekeeper gatekeeper(Clock clock) {
    return authorization -> admit(ServerAuth.bearer(authorization), clock);
  }

  private String admit(String token, Clock clock) throws Gatekeeper.Refused {
    String[] parts = token.split("\\.", -1);
    try {
      if (parts.length != 3 || !json(parts[0]).path("alg").asText().equals("HS256")) {
        throw refused("invalid websocket jwt");
      }
      byte[] expected = sign(parts[0] + "." + parts[1]);
      if (!MessageDigest.isEqual(expected, Base64.getUrlDecoder().decode(parts[2]))) {
        throw refused("invalid websocket jwt");
      }
      JsonNode claims = json(parts[1]);
      checkTimes(claims, clock.instant().getEpochSecond());
      checkNames(claims);
      return "subject " + claims.path("sub").asText();
    } catch (IOException | IllegalArgumentException e) {
      throw refused("invalid websocket jwt");
    }
  }

  private static Gatekeeper.Refused refused(String why) {
    return new Gatekeeper.Refused(401, why);
  }

  private static JsonNode json(String part) throws IOException {
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    return Trees.read(new JsonSlice(bytes, 0, bytes.length));
  }

  private byte[] sign(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret(), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  private void checkTimes(JsonNode claims, long now) throws Gatekeeper.Refused {
    long skew = maxClockSkew().toSeconds();
    if (!claims.path("exp").isNumber()) {
      throw refused("invalid websocket jwt");
    }
    if (now - skew >= claims.path("exp").asLong()) {
      throw refused("expired websocket jwt");
    }
    if (claims.has("nbf") && now + skew < claims.path("nbf").asLong()) {
      throw refused("invalid websocket jwt");
    }
  }

  private void checkNames(JsonNode claims) throws Gatekeeper.Refused {
    if (issuer().isPresent() && !issuer().get().equals(claims.path("iss").asText())) {
      throw refused("websocket jwt issuer mismatch");
    }
    if (audience().isPresent()) {
      JsonNode given = claims.path("aud");
      boolean fits = given.isTextual() && given.asText().equals(audience().get());
      for (JsonNode one : given) {
        fits |= one.asText().equals(audience().get());
      }
      if (!fits) {
        throw refused("websocket jwt audience mismatch");
      }
    }
  }

  /** Builds the rules. */
  public static final class Builder extends ImmutableSignedBearer.Builder {
    Builder() {}
  }
}
