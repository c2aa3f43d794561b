package dev.codex.policy;

import java.util.List;
import java.util.Objects;

/** Something that an approver wants to be remembered for good, as a rule. */
public sealed interface RuleAmendment {

  /** From now on commands that begin with these words run without asking. */
  static RuleAmendment allowPrefix(List<String> words) {
    return new AllowPrefix(words);
  }

  /** From now on this host may be reached. */
  static RuleAmendment allowHost(String host) {
    return new Host(host, Access.ALLOW);
  }

  /** From now on this host may not be reached. */
  static RuleAmendment denyHost(String host) {
    return new Host(host, Access.DENY);
  }

  record AllowPrefix(List<String> words) implements RuleAmendment {
    public AllowPrefix {
      words = List.copyOf(words);
      if (words.isEmpty() || words.get(0).isBlank()) {
        throw new IllegalArgumentException(
            "A rule without words would allow every command. Name at least the program.");
      }
    }
  }

  /**
   * A host of the network.
   *
   * @param host exact, without scheme, port and wildcard
   */
  record Host(String host, Access access) implements RuleAmendment {
    public Host {
      Objects.requireNonNull(access, "access");
      if (host.isBlank() || host.contains("/") || host.contains("*") || host.contains(":")) {
        throw new IllegalArgumentException(
            "'" + host + "' is no name of a host. Leave scheme, port, path and wildcards out.");
      }
    }
  }

  /** What becomes of a host. */
  enum Access {
    ALLOW,
    DENY
  }
}
