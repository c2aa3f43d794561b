package dev.codex.policy;

/**
 * When somebody is asked before a tool acts. The names are Codex's; {@code wireName()} is how they
 * are spelled in files.
 */
public enum ApprovalPolicy {
  /** Ask before everything that is not known to be harmless. */
  UNTRUSTED("untrusted"),
  /** Run confined without asking; ask when the model wants to leave the sandbox. */
  ON_REQUEST("on-request"),
  /** Run confined without asking; ask to run again outside when the sandbox got in the way. */
  ON_FAILURE("on-failure"),
  /** Never ask: what would need an approval is denied. */
  NEVER("never");

  private final String wireName;

  ApprovalPolicy(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
