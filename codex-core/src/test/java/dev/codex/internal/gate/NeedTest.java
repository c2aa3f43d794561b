package dev.codex.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.policy.ApprovalPolicy;
import dev.codex.policy.CallTool;
import dev.codex.policy.CommandRules.Verdict;
import dev.codex.policy.EditFiles;
import dev.codex.policy.RunCommand;
import dev.codex.policy.RunCommand.Confinement;
import dev.codex.policy.SandboxPolicy;
import dev.codex.testing.ScriptedSandbox;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of codex-behaviour 4.2 and 4.5, and what is ours: tools that change something. */
class NeedTest {

  private static final Path WORK = Path.of("/srv/shop");
  private static final SandboxPolicy POLICY = SandboxPolicy.workspaceWrite(WORK);

  private final ScriptedSandbox sandbox = new ScriptedSandbox();

  private static ApprovalPolicy policy(String name) {
    return switch (name) {
      case "granular" -> ApprovalPolicy.granular().build();
      case "granular-no-sandbox" ->
        ApprovalPolicy.granular().sandboxApproval(false).build();
      case "granular-no-rules" -> ApprovalPolicy.granular().rules(false).build();
      default -> ApprovalPolicy.named(name).orElseThrow();
    };
  }

  private static Verdict verdict(String name) {
    return switch (name) {
      case "allow" -> Verdict.allow();
      case "ask" -> Verdict.ask("a rule");
      case "forbid" -> Verdict.forbid("a rule");
      default -> Verdict.silent();
    };
  }

  private static String shown(Need need) {
    if (need instanceof Need.Nothing nothing) {
      return "go " + nothing.policy().mode();
    }
    return need instanceof Need.Approval approval
        ? "ask " + approval.ifApproved().mode()
        : "refuse";
  }

  @ParameterizedTest
  @CsvSource({
    "untrusted, silent, SANDBOXED, ask workspace-write",
    "untrusted, allow, SANDBOXED, go workspace-write",
    "untrusted, ask, SANDBOXED, ask workspace-write",
    "untrusted, forbid, SANDBOXED, refuse",
    "untrusted, silent, ESCALATED, refuse",
    "on-request, silent, SANDBOXED, go workspace-write",
    "on-request, ask, SANDBOXED, ask workspace-write",
    "on-request, forbid, SANDBOXED, refuse",
    "on-request, silent, ESCALATED, ask danger-full-access",
    "on-request, ask, ESCALATED, ask danger-full-access",
    "on-request, forbid, ESCALATED, refuse",
    "on-failure, silent, SANDBOXED, go workspace-write",
    "on-failure, silent, ESCALATED, refuse",
    "on-failure, ask, SANDBOXED, ask workspace-write",
    "never, silent, SANDBOXED, go workspace-write",
    "never, ask, SANDBOXED, refuse",
    "never, forbid, SANDBOXED, refuse",
    "never, silent, ESCALATED, refuse",
    "granular, silent, SANDBOXED, go workspace-write",
    "granular, ask, SANDBOXED, ask workspace-write",
    "granular, silent, ESCALATED, ask danger-full-access",
    "granular-no-sandbox, silent, ESCALATED, refuse",
    "granular-no-sandbox, ask, SANDBOXED, ask workspace-write",
    "granular-no-rules, ask, SANDBOXED, refuse",
    "granular-no-rules, silent, ESCALATED, ask danger-full-access"
  })
  void aCommandNeedsWhatPolicyAndRulesSay(
      String policy, String verdict, Confinement confinement, String expected) {
    RunCommand run = RunCommand.builder()
        .tool("exec_command")
        .addCommand("make")
        .workingDirectory(WORK)
        .confinement(confinement)
        .build();

    Need need = new Need.Table(policy(policy), POLICY)
        .of(run, verdict(verdict), () -> sandbox.files(POLICY));

    assertThat(shown(need)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "untrusted, /srv/shop/a, ask workspace-write",
    "untrusted, /etc/a, ask danger-full-access",
    "on-request, /srv/shop/a, go workspace-write",
    "on-request, /etc/a, ask danger-full-access",
    "on-failure, /srv/shop/a, go workspace-write",
    "on-failure, /etc/a, ask danger-full-access",
    "never, /srv/shop/a, go workspace-write",
    "never, /etc/a, go workspace-write",
    "granular, /etc/a, ask danger-full-access",
    "granular-no-sandbox, /etc/a, go workspace-write"
  })
  void anEditNeedsWhatPolicyAndPlaceSay(String policy, Path path, String expected) {
    EditFiles edit =
        EditFiles.builder().tool("apply_patch").addPaths(path).diff("").build();

    Need need = new Need.Table(policy(policy), POLICY)
        .of(edit, Verdict.silent(), () -> sandbox.files(POLICY));

    assertThat(shown(need)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "untrusted, true, ask workspace-write",
    "untrusted, false, go workspace-write",
    "on-request, true, go workspace-write",
    "never, true, go workspace-write"
  })
  void aToolThatChangesSomethingIsAskedAboutWhereNobodyIsTrusted(
      String policy, boolean mutating, String expected) {
    CallTool call =
        CallTool.builder().tool("t").input("{}").isMutating(mutating).build();

    Need need = new Need.Table(policy(policy), POLICY)
        .of(call, Verdict.silent(), () -> sandbox.files(POLICY));

    assertThat(shown(need)).isEqualTo(expected);
  }
}
