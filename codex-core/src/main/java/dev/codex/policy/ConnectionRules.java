package dev.codex.policy;

/**
 * Standing answers to connections: for whoever runs the proxy of a sandbox to plug in, such as the
 * rules files that answer for commands.
 *
 * <p>Asked about every connection before it is made, on its thread, and about every address that
 * the host stands for, where the same connection has the same verdict until the rules become
 * others. Rules that throw have denied.
 */
@FunctionalInterface
public interface ConnectionRules {

  Verdict judge(OpenConnection connection);

  /**
   * Keeps a rule that an approver wants, from now on and as long as the rules themselves are kept.
   *
   * @return false if these rules keep nothing, which is the default
   */
  default boolean remember(RuleAmendment amendment) {
    return false;
  }

  /** No rule says anything about any host. */
  static ConnectionRules none() {
    return connection -> Verdict.SILENT;
  }

  /** What the rules say about a connection. */
  enum Verdict {
    /** No rule is about this host: the domains of the sandbox policy decide. */
    SILENT,
    /** It may be made, to an address of a private network only if exactly that host is meant. */
    ALLOW,
    /** Somebody has to agree, whatever the sandbox policy says. */
    ASK,
    /** Never. */
    DENY
  }
}
