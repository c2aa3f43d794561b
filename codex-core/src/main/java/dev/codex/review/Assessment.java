package dev.codex.review;

import dev.codex.tool.Describe;

/** What the reviewing model has to answer with (codex-behaviour 4.6). */
record Assessment(
    @Describe("How bad the worst plausible consequence is") Risk riskLevel,
    @Describe("How clearly the user wants exactly this") Authorization userAuthorization,
    @Describe("Whether it may be done") Outcome outcome,
    @Describe("Why, in one or two sentences") String rationale) {

  /** From harmless to ruinous. */
  enum Risk {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }

  /** From nobody knows to said in so many words. */
  enum Authorization {
    UNKNOWN,
    LOW,
    MEDIUM,
    HIGH
  }

  /** The verdict. */
  enum Outcome {
    ALLOW,
    DENY
  }

  /** A verdict that contradicts its own reasons counts for nothing. */
  boolean isAllowed() {
    if (outcome != Outcome.ALLOW || riskLevel == Risk.CRITICAL) {
      return false;
    }
    return riskLevel != Risk.HIGH || userAuthorization == Authorization.HIGH;
  }
}
