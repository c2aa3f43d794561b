package dev.codex.sandbox;

import java.util.List;
import java.util.Locale;
import org.immutables.value.Value;

/** What the sandbox of this machine was seen to keep to. */
@Value.Immutable
public abstract class SandboxReport {

  SandboxReport() {}

  /** What confines; {@code none}, the default, if nothing does. */
  @Value.Default
  public String mechanism() {
    return "none";
  }

  /** One for each guarantee; none if nothing confines. */
  public abstract List<Finding> findings();

  /** Why nothing confines and what helps; empty if something does. */
  @Value.Default
  public String problem() {
    return "";
  }

  /**
   * What this JVM itself was seen to run in, such as {@code a container} or {@code a system call
   * filter}: another sandbox around this one; empty if nothing is known of.
   */
  public abstract List<String> inside();

  /** For tests of what reads reports; real ones are made by {@link PlatformSandbox#probe()}. */
  public static Builder builder() {
    return new Builder();
  }

  public Builder toBuilder() {
    return new Builder().from(this);
  }

  /** What became of the attempt; {@code UNKNOWN} without anything said of it. */
  public Verdict verdict(Guarantee guarantee) {
    return findings().stream()
        .filter(finding -> finding.guarantee() == guarantee)
        .map(Finding::verdict)
        .findFirst()
        .orElse(Verdict.UNKNOWN);
  }

  /** Whether commands can be confined at all. */
  public boolean isConfining() {
    return problem().isEmpty();
  }

  /** A few lines for a person. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("mechanism: ").append(mechanism()).append('\n');
    if (!inside().isEmpty()) {
      text.append("inside: ").append(String.join(", ", inside())).append('\n');
    }
    if (!isConfining()) {
      text.append("problem: ").append(problem()).append('\n');
    }
    for (Finding finding : findings()) {
      text.append("%-13s %s"
          .formatted(
              finding.verdict().words(),
              finding.guarantee().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
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
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Builds a report. */
  public static final class Builder extends ImmutableSandboxReport.Builder {
    Builder() {}
  }
}
