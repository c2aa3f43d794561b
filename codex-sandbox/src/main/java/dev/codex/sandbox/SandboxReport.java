package dev.codex.sandbox;

import java.util.Comparator;
import java.util.List;

/**
 * What the sandbox of this machine was seen to keep to.
 *
 * @param mechanism what confines, or {@code none}
 * @param findings one for each guarantee
 * @param problem why nothing confines and what helps; empty if something does
 * @param inside what this JVM itself was seen to run in, such as {@code a container} or {@code a
 *     system call filter}: another sandbox around this one; empty if nothing is known of
 */
public record SandboxReport(
    String mechanism, List<Finding> findings, String problem, List<String> inside) {

  public SandboxReport {
    inside = List.copyOf(inside);
    findings =
        findings.stream().sorted(Comparator.comparing(Finding::guarantee)).toList();
  }

  /** What became of the attempt; {@code UNKNOWN} without anything said of it. */
  public Verdict verdict(Guarantee guarantee) {
    return findings.stream()
        .filter(finding -> finding.guarantee() == guarantee)
        .map(Finding::verdict)
        .findFirst()
        .orElse(Verdict.UNKNOWN);
  }

  /** Whether commands can be confined at all. */
  public boolean isConfining() {
    return problem.isEmpty();
  }

  /** A few lines for a person. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("mechanism: ").append(mechanism).append('\n');
    if (!inside.isEmpty()) {
      text.append("inside: ").append(String.join(", ", inside)).append('\n');
    }
    if (!isConfining()) {
      text.append("problem: ").append(problem).append('\n');
    }
    for (Finding finding : findings) {
      text.append("%-13s %s"
          .formatted(
              finding.verdict().words(),
              finding.guarantee().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')));
      text.append(finding.detail().isEmpty() ? "\n" : ": " + finding.detail() + "\n");
    }
    return text.toString();
  }

  /**
   * One guarantee.
   *
   * @param detail why not, or why it could not be found out; may be empty
   */
  public record Finding(Guarantee guarantee, Verdict verdict, String detail) {}

  /** Whether a guarantee is kept. */
  public enum Verdict {
    ENFORCED,
    NOT_ENFORCED,
    UNKNOWN;

    String words() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }
}
