package dev.codex.auth;

import dev.codex.error.ConfigException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key as providers hand it out, sent as {@code Bearer}. Whoever is given the key sends it to the
 * one server it is configured for; {@link #onlyFor} narrows a key that several may be given.
 */
public final class ApiKey implements Credential {

  private final String header;
  private final @Nullable URI origin;

  private ApiKey(String header, @Nullable URI origin) {
    this.header = header;
    this.origin = origin;
  }

  /**
   * The key without the word {@code Bearer}; blanks and line ends around it are taken off.
   *
   * @throws ConfigException if it is empty or holds what a header cannot hold
   */
  public static ApiKey of(String key) {
    String trimmed = key.strip();
    if (trimmed.isEmpty()) {
      throw new ConfigException("The API key is empty.");
    }
    if (!trimmed.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new ConfigException(
          "The API key holds a blank, a line end or a letter beyond ASCII; copy it once more.");
    }
    return new ApiKey("Bearer " + trimmed, null);
  }

  /** The same key, which answers nothing for any server but this one. */
  public ApiKey onlyFor(URI server) {
    return new ApiKey(header, server);
  }

  @Override
  public Optional<String> authorization(URI asking) {
    return origin == null || sameOrigin(origin, asking) ? Optional.of(header) : Optional.empty();
  }

  @Override
  public String toString() {
    return "ApiKey[…]";
  }

  private static boolean sameOrigin(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
  }
}
