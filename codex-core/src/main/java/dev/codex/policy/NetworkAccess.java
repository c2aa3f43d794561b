package dev.codex.policy;

/** Whether commands may open network connections, and where to. */
public sealed interface NetworkAccess {

  /** None. */
  NetworkAccess OFF = new Off();

  /** To everywhere that this machine can reach. */
  NetworkAccess ON = new On();

  /**
   * Only through a proxy inside of this JVM that keeps to the rules. Programs find it by the usual
   * variables ({@code HTTPS_PROXY} and so on); those that do not ask them have no network.
   */
  static NetworkAccess through(DomainRules rules) {
    return new Proxied(rules);
  }

  /** No connections. */
  record Off() implements NetworkAccess {
    @Override
    public String toString() {
      return "off";
    }
  }

  /** All connections. */
  record On() implements NetworkAccess {
    @Override
    public String toString() {
      return "on";
    }
  }

  /** Connections that the rules allow. */
  record Proxied(DomainRules rules) implements NetworkAccess {
    @Override
    public String toString() {
      return "proxy";
    }
  }
}
