package dev.codex.sandbox.rules;

import dev.codex.policy.DomainRules;
import dev.codex.policy.OpenConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a rules file says about a host.
 *
 * @param host without port, in the spelling of {@link DomainRules#canonical}
 */
public record NetworkRule(
    String host, Protocol protocol, RuleDecision decision, Optional<String> justification) {

  private static final int HTTP_PORT = 80;

  /** How the host is spoken to. */
  public enum Protocol {
    HTTP("http"),
    HTTPS("https", "https_connect", "http-connect"),
    SOCKS5_TCP("socks5_tcp"),
    SOCKS5_UDP("socks5_udp");

    @SuppressWarnings("ImmutableEnumChecker") // List.of never changes
    private final List<String> spellings;

    Protocol(String... spellings) {
      this.spellings = List.of(spellings);
    }

    static Optional<Protocol> named(String name) {
      return Arrays.stream(values())
          .filter(protocol -> protocol.spellings.contains(name))
          .findFirst();
    }
  }

  /**
   * Whether the rule is about this connection. A tunnel may carry what is spoken on the port that
   * it leads to, so that nobody gets round a denial through another door; what allows or asks is
   * for its own protocol.
   */
  boolean matches(OpenConnection connection) {
    return host.equals(DomainRules.canonical(connection.host()))
        && (protocol == protocol(connection.protocol())
            || decision == RuleDecision.FORBIDDEN && isCarried(connection));
  }

  private boolean isCarried(OpenConnection connection) {
    return switch (connection.protocol()) {
      case HTTP -> false;
      case HTTPS -> protocol == Protocol.HTTP && connection.port() == HTTP_PORT;
      case SOCKS5 -> protocol != Protocol.SOCKS5_UDP;
    };
  }

  private static Protocol protocol(OpenConnection.Protocol spoken) {
    return switch (spoken) {
      case HTTP -> Protocol.HTTP;
      case HTTPS -> Protocol.HTTPS;
      case SOCKS5 -> Protocol.SOCKS5_TCP;
    };
  }

  /** The host that a rule names, in the one spelling that is compared. */
  static String host(String written) {
    String host = written.strip();
    if (host.matches(".*[/?#].*")) {
      throw new IllegalArgumentException(
          "the host " + written + " has a scheme or a path; write the host alone.");
    }
    host = DomainRules.canonical(withoutPort(host));
    if (host.isEmpty()) {
      throw new IllegalArgumentException("the host of a network rule cannot be empty.");
    }
    if (host.contains("*")) {
      throw new IllegalArgumentException(
          "the host " + written + " has a wildcard; a network rule is for one host.");
    }
    if (host.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("the host " + written + " has a blank in it.");
    }
    return host;
  }

  private static String withoutPort(String host) {
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      if (end < 0 || !host.substring(end + 1).matches("(:[0-9]+)?")) {
        throw new IllegalArgumentException(
            "the host " + host + " is not an address in brackets with at most a port after it.");
      }
      return host.substring(1, end);
    }
    return host.matches("[^:]+:[0-9]+") ? host.substring(0, host.indexOf(':')) : host;
  }
}
