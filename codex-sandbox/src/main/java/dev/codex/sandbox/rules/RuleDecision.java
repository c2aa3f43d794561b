package dev.codex.sandbox.rules;

import java.util.Locale;
import java.util.Optional;

/** What a rule says about the commands it matches, from mild to strict. */
public enum RuleDecision {
  /** Run it without asking. */
  ALLOW,
  /** Ask before running it. */
  PROMPT,
  /** Never run it. */
  FORBIDDEN;

  /** As rules files and JSON spell it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<RuleDecision> named(String wireName) {
    for (RuleDecision decision : values()) {
      if (decision.wireName().equals(wireName)) {
        return Optional.of(decision);
      }
    }
    return Optional.empty();
  }
}
