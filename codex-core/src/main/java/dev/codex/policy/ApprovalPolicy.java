package dev.codex.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * When somebody is asked before a tool acts. The names are Codex's; {@code wireName()} is how they
 * are spelled in files.
 */
@SuppressWarnings("ClassInitializationDeadlock") // the enum is used through this interface only
public sealed interface ApprovalPolicy {

  /** Ask before everything that is not known to be harmless. */
  ApprovalPolicy UNTRUSTED = Standard.UNTRUSTED;

  /** Run confined without asking; ask when the model wants to leave the sandbox. */
  ApprovalPolicy ON_REQUEST = Standard.ON_REQUEST;

  /** Run confined without asking; ask to run again outside when the sandbox got in the way. */
  ApprovalPolicy ON_FAILURE = Standard.ON_FAILURE;

  /** Never ask: what would need an approval is denied. */
  ApprovalPolicy NEVER = Standard.NEVER;

  String wireName();

  /** Whether anybody may be asked about this. */
  boolean asksAbout(Subject subject);

  /** Whether the model may ask for a command to leave the sandbox. */
  default boolean takesRequests() {
    return this == ON_REQUEST || this instanceof Granular && asksAbout(Subject.SANDBOX);
  }

  /** Whether a command that the sandbox stopped may be tried outside once somebody agrees. */
  default boolean retriesOutside() {
    return this == ON_FAILURE
        || this == UNTRUSTED
        || this instanceof Granular && asksAbout(Subject.SANDBOX);
  }

  /** The policy of that wire name, if there is one. */
  static Optional<ApprovalPolicy> named(String wireName) {
    for (ApprovalPolicy policy : standard()) {
      if (policy.wireName().equals(wireName)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  /** The policies that need no settings. */
  static List<ApprovalPolicy> standard() {
    return List.of(Standard.values());
  }

  /** Begins like {@link #ON_REQUEST} and switches off what shall be denied without asking. */
  static Granular.Builder granular() {
    return new Granular.Builder();
  }

  /** What people are asked about. */
  enum Subject {
    /** Leaving the sandbox. */
    SANDBOX,
    /** A command that a rule wants to be asked about. */
    RULES,
    /** Using a skill that brings programs of its own. */
    SKILLS,
    /** Wider permissions for the rest of a turn or session. */
    PERMISSIONS,
    /** Questions of an MCP server, and calls of its tools. */
    MCP
  }

  /** The policies without settings. */
  enum Standard implements ApprovalPolicy {
    UNTRUSTED,
    ON_REQUEST,
    ON_FAILURE,
    NEVER;

    @Override
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public boolean asksAbout(Subject subject) {
      return this != NEVER;
    }
  }

  /** Asks like {@link #ON_REQUEST}, but denies without asking what is switched off. */
  @Value.Immutable
  non-sealed interface Granular extends ApprovalPolicy {

    @Value.Default
    default boolean sandboxApproval() {
      return true;
    }

    @Value.Default
    default boolean rules() {
      return true;
    }

    @Value.Default
    default boolean skillApproval() {
      return true;
    }

    @Value.Default
    default boolean requestPermissions() {
      return true;
    }

    @Value.Default
    default boolean mcpElicitations() {
      return true;
    }

    @Override
    default String wireName() {
      return "granular";
    }

    @Override
    default boolean asksAbout(Subject subject) {
      return switch (subject) {
        case SANDBOX -> sandboxApproval();
        case RULES -> rules();
        case SKILLS -> skillApproval();
        case PERMISSIONS -> requestPermissions();
        case MCP -> mcpElicitations();
      };
    }

    /** Builds a policy. */
    final class Builder extends ImmutableGranular.Builder {
      Builder() {}
    }
  }
}
