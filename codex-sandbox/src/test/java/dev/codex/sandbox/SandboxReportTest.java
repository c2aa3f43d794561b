package dev.codex.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.sandbox.SandboxReport.Finding;
import dev.codex.sandbox.SandboxReport.Verdict;
import org.junit.jupiter.api.Test;

class SandboxReportTest {

  private static final SandboxReport REPORT = SandboxReport.builder()
      .mechanism("namespaces")
      .addFindings(
          new Finding(Guarantee.WRITES_CONFINED, Verdict.ENFORCED, ""),
          new Finding(Guarantee.RESOURCES_LIMITED, Verdict.NOT_ENFORCED, "bound them"))
      .addInside("a container")
      .build();

  @Test
  void aReportIsAValueThatReadsLikeText() {
    assertThat(REPORT).hasToString("""
            mechanism: namespaces
            inside: a container
            enforced      writes confined
            not enforced  resources limited: bound them
            """);
    assertThat(REPORT.toBuilder().build()).isEqualTo(REPORT).hasSameHashCodeAs(REPORT);
    assertThat(REPORT.isConfining()).isTrue();
  }

  @Test
  void whatWasNotTriedIsUnknown() {
    assertThat(REPORT.verdict(Guarantee.RESOURCES_LIMITED)).isEqualTo(Verdict.NOT_ENFORCED);
    assertThat(REPORT.verdict(Guarantee.NETWORK_OFF)).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aReportThatNothingConfinesNeedsOnlyAReason() {
    SandboxReport report = SandboxReport.builder().problem("no namespaces").build();

    assertThat(report.isConfining()).isFalse();
    assertThat(report).hasToString("mechanism: none\nproblem: no namespaces\n");
  }
}
