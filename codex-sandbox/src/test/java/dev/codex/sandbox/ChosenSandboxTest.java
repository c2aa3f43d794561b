package dev.codex.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codex.error.SandboxUnavailableException;
import dev.codex.exec.Sandbox;
import dev.codex.policy.SandboxPolicy;
import dev.codex.sandbox.landlock.LandlockSandbox;
import dev.codex.sandbox.process.OutputReaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a machine without user namespaces, which one without mechanisms stands for. */
class ChosenSandboxTest {

  @BeforeEach
  void skipWithoutLandlock() {
    try {
      new LandlockSandbox(Map.of(), List.of(), new OutputReaders(), Map.of())
          .require(SandboxPolicy.readOnly());
    } catch (SandboxUnavailableException e) {
      Assumptions.abort(e.getMessage());
    }
  }

  private static PlatformSandbox.Builder withoutNamespaces() {
    return PlatformSandbox.builder()
        .variables(Map.of("PATH", "/usr/bin:/bin"))
        .mechanisms(List.of());
  }

  @Test
  void lessThanEverythingIsNeverUsedUnasked() {
    Sandbox sandbox = withoutNamespaces().build();

    assertThatThrownBy(() -> sandbox.require(SandboxPolicy.readOnly()))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining(
            "Landlock works here but does not enforce [PROCESSES_HIDDEN, CHILDREN_KILLED]")
        .hasMessageContaining("require(...)");
  }

  @Test
  void whatIsEnoughForTheHostIsUsed() {
    Sandbox sandbox = withoutNamespaces()
        .require(Guarantee.WRITES_CONFINED, Guarantee.NETWORK_OFF)
        .build();

    sandbox.require(SandboxPolicy.readOnly());

    assertThat(sandbox).hasToString("PlatformSandbox[landlock]");
  }

  @Test
  void theProbeFindsWhatTheMechanismSaysOfItself() {
    SandboxReport report =
        withoutNamespaces().require(Guarantee.WRITES_CONFINED).probe();

    assertThat(report.mechanism()).isEqualTo("landlock");
    assertThat(report.findings())
        .filteredOn(finding -> finding.verdict() == SandboxReport.Verdict.NOT_ENFORCED)
        .extracting(SandboxReport.Finding::guarantee)
        .containsExactlyInAnyOrder(
            Guarantee.METADATA_CONFINED,
            Guarantee.PROTECTED_NAMES,
            Guarantee.NESTED_PROTECTED_NAMES,
            Guarantee.MISSING_NESTED_NAMES,
            Guarantee.PROCESSES_HIDDEN,
            Guarantee.RESOURCES_LIMITED);
  }

  @Test
  void whatNobodyEnforcesIsRefused() {
    Sandbox sandbox = withoutNamespaces().require(Guarantee.RESOURCES_LIMITED).build();

    assertThatThrownBy(() -> sandbox.require(SandboxPolicy.readOnly()))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("RESOURCES_LIMITED");
  }
}
