package dev.codex.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.sandbox.SandboxReport.Finding;
import dev.codex.sandbox.SandboxReport.Verdict;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SandboxProbeTest {

  @Test
  void everyGuaranteeIsNamedOnceOrThereIsAReason() {
    SandboxReport report = PlatformSandbox.probe();

    if (report.isConfining()) {
      assertThat(report.findings())
          .extracting(Finding::guarantee)
          .containsExactly(Guarantee.values());
      assertThat(report.toString()).containsPattern("^mechanism: (namespaces|bubblewrap)\n");
    } else {
      assertThat(report.mechanism()).isEqualTo("none");
      assertThat(report.problem()).contains("SandboxPolicy.dangerFullAccess()");
    }
  }

  @Test
  void whatIsNotEnforcedIsNotMoreThanWeSay() {
    SandboxReport report =
        PlatformSandbox.builder().variables(Map.of("PATH", "/usr/bin:/bin")).probe();
    Assumptions.assumeTrue(report.isConfining(), report.problem());

    Set<Guarantee> notEnforced = report.findings().stream()
        .filter(finding -> finding.verdict() == Verdict.NOT_ENFORCED)
        .map(Finding::guarantee)
        .collect(Collectors.toSet());

    assertThat(EnumSet.of(Guarantee.MISSING_NESTED_NAMES, Guarantee.RESOURCES_LIMITED))
        .containsAll(notEnforced);
  }
}
