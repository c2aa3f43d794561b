package dev.codex.policy;

import org.immutables.value.Value;

/**
 * A wish of a running command to reach a host that no rule names. Asked by the proxy of a sandbox,
 * on the thread of the connection, once for all connections that wait for the same host and port.
 * As one command opens many, {@link Decision#approveForSession} is remembered for host and port,
 * and a rule about a host for all its ports, both for the sandbox's life; every other answer holds
 * once. A command that goes on regardless cannot wear anybody out: the tenth refusal of a host and
 * port is the last word on it, and after a thousand of them nobody is asked about another.
 */
@Value.Immutable
public non-sealed interface OpenConnection extends ApprovalRequest {

  /** As the command named it: a host name or an address. */
  String host();

  int port();

  /** How the proxy is spoken to; by default as for HTTPS, like most of what commands do. */
  @Value.Default
  default Protocol protocol() {
    return Protocol.HTTPS;
  }

  @Override
  default String display() {
    return DisplayText.of("connect to " + host() + ":" + port());
  }

  static Builder builder() {
    return new Builder();
  }

  default Builder toBuilder() {
    return new Builder().from(this);
  }

  /** How the proxy is spoken to. */
  enum Protocol {
    /** A plain request that the proxy passes on. */
    HTTP,
    /** A tunnel by {@code CONNECT}, which is meant for HTTPS and may carry anything. */
    HTTPS,
    /** A tunnel that may carry anything. */
    SOCKS5
  }

  /** Builds a request. */
  final class Builder extends ImmutableOpenConnection.Builder {
    Builder() {}
  }
}
